import { randomUUID } from 'node:crypto';
import { KafkaStream, Relay } from '#event-stream';
import { startTestKafka, type TestKafka } from '#testing';
import { projectorSuite } from './projector.suite.js';

let broker: TestKafka;
beforeAll(async () => {
  broker = await startTestKafka();
}, 120_000);
afterAll(() => broker.stop());

projectorSuite('the topic', (system) => {
  const kafka = { brokers: broker.brokers, topic: `events-${randomUUID()}` };
  const abort = new AbortController();
  const relay = new Relay({
    store: system.store,
    pool: system.pool,
    databaseUrl: system.database.url,
    kafka,
    checkMs: 500,
  });
  const relaying = relay.run(abort.signal);
  return Promise.resolve({
    open: () =>
      new KafkaStream({
        kafka,
        groupId: `projector-${kafka.topic}`,
        store: system.store,
        pool: system.pool,
        sessionTimeoutMs: 10_000,
      }),
    stop: async () => {
      abort.abort();
      await relaying;
    },
  });
});
