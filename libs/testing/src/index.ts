export { type OwnDatabase, startOwnDatabase } from './own-database.js';
export { startTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
export { startOwnKafka, startTestKafka, testClient, type OwnKafka, type TestKafka } from './test-kafka.js';
export { messageOf } from './message-of.js';
export { until } from './until.js';
export { chromiumPath, startTestBrowser } from './test-browser.js';
