import { Writable } from 'node:stream';
import { Viewer } from './viewer.js';

/** A reader that takes a frame only when told to. */
class SlowReader extends Writable {
  taken: string[] = [];
  private done: (() => void) | null = null;

  constructor() {
    super({ highWaterMark: 10, decodeStrings: false });
  }

  override _write(chunk: string, _encoding: unknown, done: () => void): void {
    this.taken.push(chunk);
    this.done = done;
  }

  async take(): Promise<void> {
    const { done } = this;
    this.done = null;
    done?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a viewer', () => {
  it('gets every frame as long as it keeps up', async () => {
    const reader = new SlowReader();
    const viewer = new Viewer(reader);
    for (const frame of ['a', 'b', 'c']) {
      viewer.show(frame);
      await reader.take();
    }
    expect(reader.taken).toEqual(['a', 'b', 'c']);
  });

  it('gets only the latest frame of those that came while it was slow', async () => {
    const reader = new SlowReader();
    const viewer = new Viewer(reader);
    const frames = Array.from({ length: 1_000 }, (_, i) => `frame number ${i}`);
    for (const frame of frames) viewer.show(frame);
    expect(viewer.slow).toBe(true);
    expect(reader.writableLength).toBeLessThan(100);
    await reader.take();
    await reader.take();
    expect(reader.taken).toEqual([frames[0], frames.at(-1)]);
  });

  it('gets changes alone, if it takes them, once its stream has brought the whole', async () => {
    const shown = async (takesChanges: boolean): Promise<string[]> => {
      const reader = new SlowReader();
      const viewer = new Viewer(reader, { takesChanges });
      for (const n of [1, 2, 3]) {
        viewer.show(`whole ${n}`, n === 3 ? null : `change ${n}`);
        await reader.take();
      }
      return reader.taken;
    };
    expect(await shown(true)).toEqual(['whole 1', 'change 2', 'whole 3']);
    expect(await shown(false)).toEqual(['whole 1', 'whole 2', 'whole 3']);
  });

  it('gets the whole when it was too slow for the frame that the changes are upon', async () => {
    const reader = new SlowReader();
    const viewer = new Viewer(reader, { takesChanges: true });
    viewer.show('the whole 1');
    viewer.show('the whole 2', 'the change 2');
    await reader.take();
    expect(reader.taken).toEqual(['the whole 1', 'the change 2']);
    for (const n of [3, 4, 5]) viewer.show(`the whole ${n}`, `the change ${n}`);
    await reader.take();
    await reader.take();
    viewer.show('the whole 6', 'the change 6');
    await reader.take();
    expect(reader.taken.slice(2)).toEqual(['the whole 5', 'the change 6']);
  });

  it('is left alone by signs of life while it is slow, and closed when it has taken nothing for half a minute', async () => {
    const reader = new SlowReader();
    let now = 0;
    const viewer = new Viewer(reader, { clock: () => now });
    viewer.show('more than ten characters');
    now = 29_000;
    viewer.beat('beat');
    expect([reader.taken, reader.destroyed]).toEqual([['more than ten characters'], false]);
    now = 31_000;
    viewer.beat('beat');
    expect(reader.destroyed).toBe(true);
    viewer.show('after the end');
    await reader.take();
    expect(reader.taken).toHaveLength(1);
  });
});
