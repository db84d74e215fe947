import { readFile, writeFile } from 'node:fs/promises';
import { parseSeal, seal as sealLog, sealText, type Seal, verifyChain } from '#event-store';
import { OperatorError } from '#platform';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import { progressBar } from '../progress-bar.js';
import type { Status } from '../program.js';

/** Seals the log as it stands; the seal is worth something where whoever has the database cannot get at it. */
export async function seal(globals: GlobalOptions, options: { file?: string }): Promise<Status> {
  return withSystem<Status>(globals, async ({ pool, clock }) => {
    const made = await sealLog(pool, clock.now());
    if (!made) throw new OperatorError('There is nothing to seal: the log has no events.');
    const text = sealText(made);
    if (options.file === undefined) print(text);
    else await keep(options.file, text);
    say(`Sealed up to position ${made.position}, recorded at ${made.recordedAt}: keep it away from this database.`);
    return 0;
  });
}

/** Never over what is there: it may be the seal of before. */
async function keep(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, `${text}\n`, { flag: 'wx' });
  } catch (error) {
    throw new OperatorError(
      `${file}: the seal cannot be written there (${codeOf(error)}); a file that is there stays.`,
    );
  }
}

/** Whether the log still is what was sealed: walks all of it. */
export async function checkSeals(
  globals: GlobalOptions,
  files: string[],
  options: { json?: boolean },
): Promise<Status> {
  const seals: Seal[] = [];
  for (const file of files) seals.push(await readSeal(file));
  return withSystem<Status>(globals, async ({ pool }) => {
    const bar = progressBar('hash chain');
    const chain = await verifyChain(pool, { seals, onProgress: (done, total) => bar.update(done, total) });
    bar.stop();
    for (const { kind, stream, position, detail } of chain.differences)
      say([kind, stream, position === null ? null : `position ${position}`, detail].filter(Boolean).join('  '));
    const counts = `${chain.events} events of ${chain.streams} streams`;
    if (chain.found === 0) say(`The log holds what was sealed: ${counts} are as they were stored.`);
    else say(`The log is not what it was: ${chain.found} differences in ${counts}.`);
    if (options.json) print(chain);
    return chain.found === 0 ? 0 : 1;
  });
}

async function readSeal(file: string): Promise<Seal> {
  try {
    return parseSeal(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof OperatorError) throw new OperatorError(`${file}: ${error.message}`);
    throw new OperatorError(`${file}: the seal cannot be read (${codeOf(error)}).`);
  }
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error);
