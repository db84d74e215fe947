import { CommanderError } from 'commander';
import { localDay } from '#domain';
import { errorText } from '#platform';
import { readCatalogue } from './catalogue.js';
import { HttpDoor } from './http-door.js';
import { KafkaDoor } from './kafka-door.js';
import { Lives } from './lives.js';
import { runLoad } from './open-loop.js';
import { type Options, readOptions } from './options.js';
import { reportText } from './report.js';
import { findSystem } from './system.js';

/** Exit status: 0 the load was run, 1 there is no system or nothing was answered, 2 wrong usage. */
async function main(options: Options): Promise<0 | 1> {
  const now = await findSystem(options.url);
  const offices = await readCatalogue(options.seeds, localDay(now()));
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const patienceMs = options.patience * 1000;
  const door = options.kafka
    ? await KafkaDoor.open({ ...options.kafka, patienceMs })
    : new HttpDoor(options.url, options.connections, patienceMs);
  try {
    const result = await runLoad({
      ...options,
      door,
      patienceMs,
      lives: new Lives({ offices, seed: options.seed, now }),
      signal: stopping.signal,
      onLine: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(options.json ? `${JSON.stringify(result, null, 1)}\n` : reportText(result));
    return result.achieved > 0 ? 0 : 1;
  } finally {
    await door.close();
  }
}

try {
  process.exitCode = await main(readOptions());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${errorText(error)}\n`);
    process.exitCode = 1;
  }
}
// after a broker's restart the Kafka client forgets connections that are open, and they would keep the process for minutes
process.stdout.write('', () => process.exit());
