import type { AppParts } from '#application';
import type { PlatformConfig } from '#platform';
import { BODY_LIMIT, COMMAND_LIMIT } from './input/limits.js';
import { CounterModule } from './counter.module.js';
import { KafkaDoorModule } from './kafka/kafka-door.module.js';
import { serveDocument } from './openapi/document.js';
import { RelayModule } from './relay/relay.module.js';

/** How the counter's addresses are served. */
export const counterHttp = {
  bodyLimit: COMMAND_LIMIT,
  bodyLimits: { '/v1/commands': BODY_LIMIT, '/v1/feed': BODY_LIMIT },
  produces: [['/v1/', 'application/json']],
} as const;

/** What `startApp` needs to run the counter; `beside`: what else runs in this app, such as the relay. */
export const counterParts = (beside: AppParts['imports'] = []): AppParts => ({
  imports: [CounterModule, ...beside],
  http: counterHttp,
  configure: serveDocument,
});

/** What runs beside the counter where there is Kafka: the relay of events, and the door for commands. */
export function kafkaParts(
  config: Pick<PlatformConfig, 'KAFKA_BROKERS' | 'COMMANDS_TOPIC' | 'COMMANDS_REJECTED_TOPIC'>,
  databaseUrl: string,
  onFailure: (error: unknown) => void,
): AppParts['imports'] {
  const { KAFKA_BROKERS: brokers, COMMANDS_TOPIC: topic, COMMANDS_REJECTED_TOPIC: rejectedTopic } = config;
  return [
    RelayModule.forRoot({ brokers, databaseUrl, onFailure }),
    KafkaDoorModule.forRoot({ brokers, topic, rejectedTopic, onFailure }),
  ];
}
