import { LogStream } from '#event-stream';
import { projectorSuite } from './projector.suite.js';

projectorSuite('the log', (system) =>
  Promise.resolve({
    open: () =>
      new LogStream({
        store: system.store,
        group: { name: 'projector', pool: system.pool, ttlMs: 1_000 },
        pollMs: 200,
      }),
    stop: () => Promise.resolve(),
  }),
);
