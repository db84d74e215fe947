export {
  type Delivery,
  type EventBatch,
  type EventDelivery,
  type EventStream,
  halvesOf,
  type PoisonDelivery,
  type PoisonReason,
  SeekNeeded,
  SILENT,
  type StreamLogger,
  type SubscribeOptions,
  type Subscriber,
  type Subscription,
  type TopicMessage,
} from './stream.js';
export { type BackOffOptions, pause, untilItWorks } from './back-off.js';
export { LogStream, type LogStreamOptions } from './log/log-stream.js';
export { KafkaStream, type KafkaStreamOptions } from './kafka/kafka-stream.js';
export { decode, encode } from './kafka/cloud-event.js';
export { disconnected, inTime } from './kafka/in-time.js';
export { createKafka, type KafkaSettings } from './kafka/connection.js';
export { ConsumerLoop, type ConsumerLoopOptions } from './kafka/consumer-loop.js';
export { followTopic, type FollowOptions } from './kafka/follow-topic.js';
export { type Content, messageContent, type MessageContent, messageText, writtenIn } from './kafka/message-text.js';
export { endsOf, ensureOtherTopic, ensureTopic } from './kafka/topic.js';
export { topicMessage } from './kafka/topic-message.js';
export { Relay, type RelayOptions, type RelayState } from './relay/relay.js';
export { readCheckpoint, type RelayCheckpoint } from './relay/checkpoint.js';
export { eventStreamMigrations } from './migrations/index.js';
