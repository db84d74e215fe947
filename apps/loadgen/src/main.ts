import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { projectFolder } from '#application';
import { localDay } from '#domain';
import { errorText } from '#platform';
import { readCatalogue } from './catalogue.js';
import { HttpDoor } from './http-door.js';
import { Lives } from './lives.js';
import { runLoad } from './open-loop.js';
import { reportText } from './report.js';
import { findSystem, isLoopback } from './system.js';

interface Options {
  url: URL;
  rate: number;
  seconds: number;
  connections: number;
  batch: number;
  seed: string;
  seeds: string;
  allowRemote?: boolean;
  json?: boolean;
}

/** Most items of one request that the API takes. */
const MOST_ITEMS = 1000;

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
  .option('--rate <n>', 'commands a second', number(0.1, 100_000), 50)
  .option('--seconds <n>', 'how long', number(0.1, 86_400), 10)
  .option('--connections <n>', 'kept connections', number(1, 10_000, 'whole number'), 32)
  .option('--batch <n>', 'commands in a request (POST /v1/commands)', number(1, MOST_ITEMS, 'whole number'), 1)
  .option('--seed <text>', 'another seed is another mix of dossiers', 'load')
  .option('--seeds <folder>', 'units and procedures of the system', join(projectFolder(), 'seeds'))
  .option('--allow-remote', 'also a system that is not on this machine')
  .option('--json', 'the result as JSON on standard output')
  .showHelpAfterError()
  .exitOverride();

/** Exit status: 0 the load was run, 1 there is no system or nothing was answered, 2 wrong usage. */
async function main(options: Options): Promise<0 | 1> {
  const now = await findSystem(options.url);
  const offices = await readCatalogue(options.seeds, localDay(now()));
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const door = new HttpDoor(options.url, options.connections);
  try {
    const result = await runLoad({
      ...options,
      door,
      lives: new Lives({ offices, seed: options.seed, now }),
      signal: stopping.signal,
      onLine: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(options.json ? `${JSON.stringify(result, null, 1)}\n` : reportText(result));
    return result.achieved > 0 ? 0 : 1;
  } finally {
    door.close();
  }
}

try {
  const options = program.parse().opts<Options>();
  if (!isLoopback(options.url) && !options.allowRemote) {
    program.error(`${options.url.origin} is not on this machine: say --allow-remote when it may be loaded.`);
  }
  process.exitCode = await main(options);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${errorText(error)}\n`);
    process.exitCode = 1;
  }
}
