export {
  DescribedAnswers,
  type DescribedOperation,
  type DescribedSchema,
  type Description,
} from './described-answers.js';
export { type SentBatch } from './kafka-frames.js';
export {
  type Fate,
  KAFKA_API,
  type KafkaProxy,
  type SeenProduce,
  type SeenRequest,
  startKafkaProxy,
} from './kafka-proxy.js';
export { type OwnDatabase, startOwnDatabase } from './own-database.js';
export { startTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
export { startOwnKafka, startTestKafka, testClient, type OwnKafka, type TestKafka } from './test-kafka.js';
export { SEEDED_AT } from './seeded-at.js';
export { messageOf } from './message-of.js';
export { outOfNumber, producersOf, recordsOf } from './sent-batches.js';
export { until } from './until.js';
export * from './stories/index.js';
export { chromiumPath, startTestBrowser } from './test-browser.js';
