import { Writable } from 'node:stream';
import { jest } from '@jest/globals';
import { Registry } from 'prom-client';
import { createLogger, ProblemException, refuse } from '#platform';
import type { AsOfReader } from '../query/as-of.js';
import { LiveHub, MAX_TOPICS } from './live.hub.js';
import type { LiveSource } from './live-source.js';
import type { Topic } from './topic.js';
import { Viewer } from './viewer.js';

/** Read tables that change when the spec says so. */
class Tables implements LiveSource {
  position = 1;
  /** how often it was asked how far it is */
  asked = 0;
  private pending = true;
  private wake: () => void = () => undefined;

  async *changes(signal: AbortSignal): AsyncIterable<void> {
    signal.addEventListener('abort', () => this.wake());
    while (!signal.aborted) {
      if (!this.pending) await new Promise<void>((resolve) => (this.wake = resolve));
      this.pending = false;
      if (!signal.aborted) yield;
    }
  }
  stand(): Promise<string> {
    this.asked += 1;
    return Promise.resolve(String(this.position));
  }
  change(): void {
    this.position += 1;
    this.ring();
  }
  /** A notice without a change. */
  ring(): void {
    this.pending = true;
    this.wake();
  }
}

/** Waits until something holds; never for a time. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('still not so');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the live hub', () => {
  let tables: Tables;
  let hub: LiveHub;
  let computed: number;
  let fault: Error | null;
  let ended: number;

  const logger = createLogger({ app: 'spec', level: 'silent', format: 'json' });
  const asOf = {
    heartbeat: () => Promise.resolve({ instant: '', lagSeconds: 0, live: true }),
  } as unknown as AsOfReader;

  beforeEach(() => {
    [tables, computed, fault, ended] = [new Tables(), 0, null, 0];
    hub = new LiveHub(tables, asOf, logger, new Registry(), { maxViewers: 3 });
    hub.onApplicationBootstrap();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await hub.onModuleDestroy();
  });

  const compute = (): Promise<never> => {
    computed += 1;
    if (fault) return Promise.reject(fault);
    return Promise.resolve({ asOf: { epoch: 'a', position: String(tables.position) }, n: tables.position } as never);
  };
  const watch = async (key: string): Promise<{ topic: Topic; viewer: Viewer; frames: string[] }> => {
    const frames: string[] = [];
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        frames.push(chunk.toString());
        done();
      },
      final(done) {
        ended += 1;
        done();
      },
    });
    const viewer = new Viewer(out);
    const topic = await hub.topic(key, compute);
    topic.join(viewer, undefined);
    return { topic, viewer, frames };
  };

  it('computes each question once after many changes, and shows it to all who watch', async () => {
    const watchers = [await watch('a'), await watch('a'), await watch('b')];
    await until(() => computed >= 2);
    const before = computed;
    for (let i = 0; i < 20; i += 1) tables.change();
    await until(() => watchers.every(({ frames }) => frames.at(-1)!.includes(`"n":${tables.position}`)));
    expect(computed - before).toBeLessThanOrEqual(4);
    expect(watchers[0]!.frames).toEqual(watchers[1]!.frames);
  });

  it('asks nothing when nothing has changed', async () => {
    await watch('a');
    const askedAgain = async (): Promise<void> => {
      const { asked } = tables;
      tables.ring();
      await until(() => tables.asked > asked);
    };
    await askedAgain();
    await askedAgain(); // rounds do not overlap: the first one has ended
    const before = computed;
    await askedAgain();
    await askedAgain();
    expect(computed).toBe(before);
  });

  it('tries again when a question could not be computed, and keeps its viewers', async () => {
    const { frames } = await watch('a');
    fault = new Error('the database is away');
    tables.change();
    const before = computed;
    await until(() => computed > before);
    fault = null;
    tables.change();
    await until(() => frames.at(-1)!.includes(`"n":${tables.position}`));
    expect(ended).toBe(0);
  });

  it('ends the streams of a question that is no more', async () => {
    await watch('a');
    fault = refuse('invalid-parameter');
    tables.change();
    await until(() => ended === 1);
    await expect(hub.topic('a', compute)).rejects.toThrow(ProblemException);
  });

  it('forgets what nobody has watched for half a minute, not at once', async () => {
    const { topic, viewer } = await watch('a');
    topic.leave(viewer);
    tables.change();
    await hub.topic('b', compute);
    expect(await hub.topic('a', compute)).toBe(topic);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 31_000);
    await hub.topic('c', compute);
    expect(await hub.topic('a', compute)).not.toBe(topic);
  });

  it('gives who comes back and has missed nothing a sign of life at once', async () => {
    const { topic } = await watch('a');
    const frames: string[] = [];
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        frames.push(chunk.toString());
        done();
      },
    });
    await hub.greet(new Viewer(out));
    expect(frames).toEqual(['event: heartbeat\ndata: {"instant":"","lagSeconds":0,"live":true}\n\n']);
    expect(topic.viewers.size).toBe(1);
  });

  it('refuses more questions than it can keep up with, and keeps no failed one', async () => {
    for (let i = 0; i < MAX_TOPICS; i += 1) await hub.topic(`q${i}`, compute);
    await expect(hub.topic('one more', compute)).rejects.toMatchObject({ problem: { status: 503 } });
    await expect(hub.topic('q0', compute)).resolves.toBeDefined();
  });

  it('keeps no question that is wrong', async () => {
    fault = refuse('invalid-parameter');
    for (let i = 0; i <= MAX_TOPICS; i += 1)
      await expect(hub.topic(`wrong ${i}`, compute)).rejects.toThrow(ProblemException);
    fault = null;
    await expect(hub.topic('right', compute)).resolves.toBeDefined();
  });

  it('has so many places and no more, however many come at once, and one that is given back twice is one', () => {
    const leave = [hub.enter(), hub.enter(), hub.enter()];
    expect(() => hub.enter()).toThrow(ProblemException);
    leave[0]!();
    leave[0]!();
    hub.enter();
    expect(() => hub.enter()).toThrow(ProblemException);
  });
});
