import { Writable } from 'node:stream';
import { Topic } from './topic.js';
import { Viewer } from './viewer.js';

class Screen extends Writable {
  frames: string[] = [];
  override _write(chunk: Buffer, _encoding: unknown, done: () => void): void {
    this.frames.push(chunk.toString());
    done();
  }
  get ids(): string[] {
    return this.frames.map((frame) => /^id: (.*)$/m.exec(frame)![1]!);
  }
}

describe('a question that is watched', () => {
  let position = 5;
  let epoch = 'a';
  let figure = 1;
  let computed = 0;
  const topicOf = (): Topic =>
    new Topic(async () => {
      computed += 1;
      await Promise.resolve();
      return {
        asOf: { epoch, instant: `t${computed}`, position: String(position), lagSeconds: 0, live: true },
        figure,
      } as never;
    });
  const join = (topic: Topic, lastEventId?: string): Screen => {
    const screen = new Screen();
    topic.join(new Viewer(screen), lastEventId);
    return screen;
  };
  beforeEach(() => {
    position = 5;
    epoch = 'a';
    figure = 1;
    computed = 0;
  });

  it('is computed once for all who come at the same time', async () => {
    const topic = topicOf();
    await Promise.all([topic.ready(), topic.ready(), topic.ready()]);
    const screens = [join(topic), join(topic)];
    expect(computed).toBe(1);
    expect(screens.map(({ frames }) => frames)).toEqual(
      Array(2).fill([
        'event: figures\nid: 5@a\ndata: {"asOf":{"epoch":"a","instant":"t1","position":"5","lagSeconds":0,"live":true},"figure":1}\n\n',
      ]),
    );
  });

  it('shows nothing when only the instant has changed', async () => {
    const topic = topicOf();
    await topic.ready();
    const screen = join(topic);
    position = 6;
    expect(await topic.refresh()).toBe(false);
    figure = 2;
    position = 7;
    expect(await topic.refresh()).toBe(true);
    expect(screen.ids).toEqual(['5@a', '7@a']);
  });

  it('spares a reader what it has seen', async () => {
    const topic = topicOf();
    await topic.ready();
    position = 6;
    figure = 2;
    await topic.refresh();
    expect([join(topic, '6@a').ids, join(topic, '5@a').ids, join(topic).ids]).toEqual([[], ['6@a'], ['6@a']]);
  });

  it('spares it nothing when the figures changed without a new event', async () => {
    const topic = topicOf();
    await topic.ready();
    position = 6;
    figure = 2;
    await topic.refresh();
    figure = 3;
    await topic.refresh();
    expect(join(topic, '6@a').ids).toEqual(['6@a']);
  });

  it('shows the same figures again, and whole, when the log has begun another life', async () => {
    const topic = topicOf();
    await topic.ready();
    const screen = join(topic);
    epoch = 'b';
    position = 3;
    expect(await topic.refresh()).toBe(true);
    expect(screen.ids).toEqual(['5@a', '3@b']);
    expect(screen.frames.at(-1)).toMatch(/^event: figures\n/);
    // the position of then means nothing in the life of now
    expect([join(topic, '3@a').ids, join(topic, '3@b').ids]).toEqual([['3@b'], []]);
  });

  it('computes again after what was under way, which may have read the tables too early', async () => {
    const topic = topicOf();
    const first = topic.ready();
    figure = 2;
    position = 6;
    const second = topic.refresh();
    await Promise.all([first, second]);
    expect(computed).toBe(2);
    expect(join(topic).frames.at(-1)).toContain('"figure":2');
  });

  it('goes on after a fault', async () => {
    let fails = true;
    const topic = new Topic(() =>
      fails
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ asOf: { epoch: 'a', instant: '', position: '1', lagSeconds: 0, live: true } }),
    );
    await expect(topic.ready()).rejects.toThrow('away');
    fails = false;
    expect(await topic.refresh()).toBe(true);
  });
});
