export { type OwnDatabase, startOwnDatabase } from './own-database.js';
export { startTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
export { startOwnKafka, startTestKafka, testClient, type OwnKafka, type TestKafka } from './test-kafka.js';
export { topicMessage } from './topic-message.js';
export { until } from './until.js';
export { chromiumPath, startTestBrowser } from './test-browser.js';
