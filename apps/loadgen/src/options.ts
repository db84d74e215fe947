import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { projectFolder } from '#application';
import { platformSettings, readConfig } from '#platform';
import type { KafkaPlaces } from './kafka-system.js';
import { isLoopback } from './system.js';

export interface Options {
  url: URL;
  rate: number;
  seconds: number;
  connections: number;
  batch: number;
  patience: number;
  seed: string;
  seeds: string;
  allowRemote?: boolean;
  json?: boolean;
  /** Where commands go by Kafka; null: they go by HTTP. */
  kafka: KafkaPlaces | null;
}

/** Most items of one request that the API takes. */
const MOST_ITEMS = 1000;
/** The broker of `npm run kafka`. */
const LOCAL_BROKER = '127.0.0.1:9092';

const number =
  (min: number, max: number, what: 'number' | 'whole number' = 'number') =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max) || (what === 'whole number' && value % 1 !== 0)) {
      throw new InvalidArgumentError(`A ${what} from ${min} to ${max} is needed.`);
    }
    return value;
  };
function address(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new InvalidArgumentError('An address is needed, as http://localhost:3000.');
  }
  return url;
}

const program = new Command('npm run loadgen --')
  .description(
    'Sends commands of made-up dossiers to a running system at a rate, in an open loop: latencies count from the instant at which a request was due.',
  )
  .option('--url <address>', 'the system, or its counter', address, new URL('http://localhost:3000'))
  .addOption(
    new Option('--door <name>', `kafka: to COMMANDS_TOPIC at KAFKA_BROKERS (default ${LOCAL_BROKER})`)
      .choices(['http', 'kafka'])
      .default('http'),
  )
  .option('--rate <n>', 'commands a second', number(0.1, 100_000), 50)
  .option('--seconds <n>', 'how long', number(0.1, 86_400), 10)
  .option('--connections <n>', 'kept connections, by HTTP', number(1, 10_000, 'whole number'), 32)
  .option(
    '--batch <n>',
    'commands that are due together; by HTTP in one request (POST /v1/commands)',
    number(1, MOST_ITEMS, 'whole number'),
    1,
  )
  .option('--patience <seconds>', 'how long an answer is waited for', number(0.1, 3_600), 30)
  .option('--seed <text>', 'another seed is another mix of dossiers', 'load')
  .option('--seeds <folder>', 'units and procedures of the system', join(projectFolder(), 'seeds'))
  .option('--allow-remote', 'also a system that is not on this machine')
  .option('--json', 'the result as JSON on standard output')
  .showHelpAfterError()
  .exitOverride();

/**
 * What was asked for on the command line, and by KAFKA_BROKERS and its neighbours for the door by Kafka.
 * @throws CommanderError after it has said what is wrong (or has helped); ConfigError for the environment
 */
export function readOptions(): Options {
  const { door, ...options } = program.parse().opts<Omit<Options, 'kafka'> & { door: string }>();
  const kafka = door === 'kafka' ? kafkaSettings() : null;
  if (kafka && program.getOptionValueSource('connections') === 'cli') {
    program.error('--connections is of the door by HTTP: --door kafka has one to each broker.');
  }
  const places = [
    { name: options.url.origin, host: options.url.hostname },
    ...(kafka?.brokers ?? []).map((broker) => ({ name: broker, host: broker.replace(/:\d+$/, '') })),
  ];
  const remote = places.find(({ host }) => !isLoopback(host));
  if (remote && !options.allowRemote) {
    program.error(`${remote.name} is not on this machine: say --allow-remote when it may be loaded.`);
  }
  return { ...options, kafka };
}

function kafkaSettings(): KafkaPlaces {
  const { KAFKA_BROKERS, COMMANDS_TOPIC, COMMANDS_REJECTED_TOPIC } = platformSettings;
  const config = readConfig({ KAFKA_BROKERS, COMMANDS_TOPIC, COMMANDS_REJECTED_TOPIC });
  return {
    brokers: config.KAFKA_BROKERS.length > 0 ? config.KAFKA_BROKERS : [LOCAL_BROKER],
    topic: config.COMMANDS_TOPIC,
    rejectedTopic: config.COMMANDS_REJECTED_TOPIC,
  };
}
