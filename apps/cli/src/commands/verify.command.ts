import { verifyChain } from '#event-store';
import { compareWithLog } from '#projections';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import { progressBar } from '../progress-bar.js';
import type { Status } from '../program.js';

export async function verify(globals: GlobalOptions, options: { json?: boolean }): Promise<Status> {
  return withSystem(globals, async ({ pool, application, readers }) => {
    await readers.catchUp();
    const bar = progressBar('hash chain');
    const chain = await verifyChain(pool, { onProgress: (done, total) => bar.update(done, total) });
    bar.stop();
    const recounting = progressBar('recount');
    const { store } = application;
    const figures = await compareWithLog({ pool, store, onProgress: (done, total) => recounting.update(done, total) });
    recounting.stop();
    for (const difference of [...chain.differences, ...figures.differences]) say(JSON.stringify(difference, text));
    for (const { table, rows, columns } of figures.tables)
      say(`${table}: ${rows} rows, ${columns} columns of each held against the log`);
    say(
      `${chain.events} events of ${chain.streams} dossiers: ${chain.differences.length} differences in the log, ` +
        `${figures.differences.length} in the figures; ${figures.parked} dossiers wait because of a dead letter.`,
    );
    if (options.json) print({ chain, figures });
    return chain.differences.length + figures.differences.length > 0 ? 1 : 0;
  });
}

const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
