import { Kafka, type KafkaConfig, logLevel, type LogEntry, type SASLOptions } from 'kafkajs';
import { OperatorError } from '#platform';
import type { StreamLogger } from '../stream.js';
import { socketsUntil } from './sockets.js';

export interface KafkaSettings {
  /** host:port of one or more brokers */
  brokers: string[];
  /** Name of the topic of events. */
  topic: string;
  clientId?: string;
  ssl?: KafkaConfig['ssl'];
  sasl?: SASLOptions;
  /** Copies of each partition when the topic is made here; default: as the brokers are set. */
  replicationFactor?: number;
  /** How often a client tries again before it says that no broker answers; default 8, within some 15 seconds. */
  retries?: number;
  /** After this long without an answer kafkajs asks again, by the same connection; default 30,000 ms. */
  requestMs?: number;
  /** After this long without a result a send, or a question about the topic, is given up and another client begins; default 30,000 ms. */
  giveUpMs?: number;
}

/**
 * A client whose log lines go to `logger`. It does not connect yet.
 * @param cutOff ends the client: its connections at once, whatever is in hand; it does not connect again
 */
export function createKafka(
  settings: KafkaSettings,
  logger: StreamLogger,
  cutOff = new AbortController().signal,
): Kafka {
  return new Kafka({
    clientId: settings.clientId ?? 'dossier-tracker',
    brokers: () => (cutOff.aborted ? [] : settings.brokers), // none: kafkajs does not try again
    ssl: settings.ssl,
    sasl: settings.sasl,
    socketFactory: socketsUntil(cutOff),
    connectionTimeout: 5_000,
    requestTimeout: settings.requestMs ?? 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: settings.retries ?? 8 },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => cutOff.aborted || write(logger, entry),
  });
}

/** What kafkajs calls an error is most often a fault that it waits out by itself. */
function write(logger: StreamLogger, { level, namespace, log }: LogEntry): void {
  const { message, timestamp: _, logger: __, stack: ___, ...rest } = log;
  const fields = { kafka: namespace, error: (rest as { error?: unknown }).error };
  const matters = level <= logLevel.WARN && !message.startsWith('Limiting retries'); // the relay starts over with another producer
  if (matters) logger.warn(fields, message);
  else logger.debug(fields, message);
}

/** The error that kafkajs wrapped, perhaps several times. */
export function rootCause(error: unknown): { name: string; type: string; message: string; stack: string } {
  let root = error as { cause?: unknown; name?: string; type?: string; message?: string; stack?: string };
  while (root.cause instanceof Error && root.cause !== root) root = root.cause as typeof root;
  return {
    name: root.name ?? '',
    type: root.type ?? '',
    message: root.message ?? String(error),
    stack: root.stack ?? '',
  };
}

const REFUSALS: Record<string, string> = {
  TOPIC_AUTHORIZATION_FAILED: 'may not use the topic',
  GROUP_AUTHORIZATION_FAILED: 'may not use the consumer group',
  CLUSTER_AUTHORIZATION_FAILED: 'lacks a right on the cluster',
  SASL_AUTHENTICATION_FAILED: 'is refused: the user or the password is wrong',
  UNSUPPORTED_SASL_MECHANISM: 'offers a SASL mechanism that the brokers do not know',
};

/** One clear sentence where an operator must act; null for faults that pass (broker away, leader election, rebalance). */
export function refusal(error: unknown, settings: KafkaSettings): OperatorError | null {
  if (error instanceof OperatorError) return error;
  const { name, type } = rootCause(error);
  const text =
    REFUSALS[type] ?? (name === 'KafkaJSSASLAuthenticationError' ? REFUSALS.SASL_AUTHENTICATION_FAILED : null);
  if (!text) return null;
  return new OperatorError(`The Kafka client ${text} (topic ${settings.topic} at ${settings.brokers.join(', ')}).`, {
    cause: error,
  });
}

/**
 * A fault of the program itself rather than of the network or the brokers. Not one that arises within kafkajs: where a connection ends in the
 * middle of a question, it reads properties of the answer that did not come.
 */
export function isBug(error: unknown): boolean {
  const { name, stack } = rootCause(error);
  const [, arose = ''] = /^ +at (.*)$/m.exec(stack) ?? [];
  return (
    ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'].includes(name) && !/[\\/]kafkajs[\\/]/.test(arose)
  );
}
