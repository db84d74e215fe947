import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel, type Admin, type KafkaConfig } from 'kafkajs';
import { startBroker } from '../../../infra/kafka/broker.js';
import { runFolder } from './test-database.js';

export interface TestKafka {
  /** Addresses for KAFKA_BROKERS. */
  brokers: string[];
  /** A kafkajs client that logs nothing. */
  kafka: Kafka;
  /** A connected admin client; disconnected by `stop`. */
  admin: Admin;
  /** Makes a topic with a name that no other spec uses; default 12 partitions. Resolves to the name. */
  createTopic(partitions?: number): Promise<string>;
  /** A name that no other spec uses, for a topic, group or transaction that the code under test makes itself. */
  uniqueName(prefix: string): string;
  /** Disconnects and, for a broker of one's own, ends it. */
  stop(): Promise<void>;
}

export interface OwnKafka extends TestKafka {
  /** Ends the broker as a power cut would (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, and waits until it answers. */
  restart(): Promise<void>;
  /** Sends the broker a signal that does not end it (SIGSTOP, SIGCONT). */
  signal(name: NodeJS.Signals): void;
}

/** A kafkajs client for tests: quiet, and patient with a broker that is just starting. */
export function testClient(brokers: string[], config: Partial<KafkaConfig> = {}): Kafka {
  return new Kafka({
    clientId: 'tests',
    brokers,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, retries: 10 },
    ...config,
  });
}

const uniqueName = (prefix: string): string => `${prefix}-${randomBytes(6).toString('hex')}`;

async function handle(brokers: string[], end: () => Promise<void>): Promise<TestKafka> {
  const kafka = testClient(brokers);
  const admin = kafka.admin();
  await admin.connect();
  return {
    brokers,
    kafka,
    admin,
    uniqueName,
    async createTopic(partitions = 12) {
      const topic = uniqueName('topic');
      await admin.createTopics({
        topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
        waitForLeaders: true,
      });
      return topic;
    },
    async stop() {
      await admin.disconnect();
      await end();
    },
  };
}

/** The broker of this run: whoever makes the file `starting` starts it, the others wait for its address. */
async function sharedBroker(): Promise<string[]> {
  const folder = join(runFolder(), 'kafka');
  const ready = `${folder}.ready`;
  const first = await writeFile(`${folder}.starting`, '', { flag: 'wx' }).then(
    () => true,
    () => false,
  );
  if (first) {
    try {
      const { brokers } = await startBroker({ folder, port: 0, heap: '384m', log: 'file', detached: true });
      await writeFile(ready, JSON.stringify({ brokers }), { flag: 'wx' });
      return brokers;
    } catch (error) {
      await writeFile(ready, JSON.stringify({ fault: error instanceof Error ? error.message : String(error) }));
      throw error;
    }
  }
  for (;;) {
    const text = await readFile(ready, 'utf8').catch(() => '');
    if (text.endsWith('}')) {
      const { brokers, fault } = JSON.parse(text) as { brokers?: string[]; fault?: string };
      if (!brokers) throw new Error(fault);
      return brokers;
    }
    await delay(50);
  }
}

/**
 * A real Kafka broker for integration and end-to-end specs: one per run of Jest, started by the first spec that asks (about ten seconds; the first
 * time on a machine Maven fetches the jars), ended with the run. Use topics and groups with unique names. Give `beforeAll` 120 seconds.
 */
export async function startTestKafka(): Promise<TestKafka> {
  return handle(await sharedBroker(), () => Promise.resolve());
}

/** A broker of one's own, for specs that kill it. */
export async function startOwnKafka(): Promise<OwnKafka> {
  const folder = await mkdtemp(join(tmpdir(), 'tracker-own-kafka-'));
  const start = (port: number) => startBroker({ folder, port, heap: '384m', log: 'file' });
  let broker = await start(0);
  const kill = async (): Promise<void> => {
    if (broker.child.exitCode !== null || broker.child.signalCode !== null) return;
    const gone = new Promise((resolve) => broker.child.once('exit', resolve));
    broker.child.kill('SIGKILL');
    await gone;
  };
  const end = async (): Promise<void> => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  const shared = await handle(broker.brokers, end).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    ...shared,
    kill,
    signal: (name) => void broker.child.kill(name),
    async restart() {
      await kill();
      broker = await start(broker.port);
    },
  };
}
