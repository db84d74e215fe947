import { verifyChain } from '#event-store';
import { compareWithLog, type CompareProgress, type ProjectionReport } from '#projections';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import { progressBar } from '../progress-bar.js';
import type { Status } from '../program.js';
import { table } from '../table.js';

export async function verify(globals: GlobalOptions, options: { json?: boolean }): Promise<Status> {
  return withSystem(globals, async ({ pool, application, readers }) => {
    await readers.catchUp();
    const bar = progressBar('hash chain');
    const chain = await verifyChain(pool, { onProgress: (done, total) => bar.update(done, total) });
    bar.stop();
    const recounting = progressBar('recount');
    const { store } = application;
    const onProgress = ({ events, total, projections }: CompareProgress): void =>
      recounting.update(events, total, projections.map(soFar).join(', '));
    const figures = await compareWithLog({ pool, store, onProgress });
    recounting.stop();
    for (const difference of [...chain.differences, ...figures.differences]) say(JSON.stringify(difference, text));
    say(table(['projection', 'table', 'rows', 'differences', 'columns'], figures.projections.flatMap(lines)));
    say(
      `${chain.events} events of ${chain.streams} streams: ${chain.found} differences in the log, ` +
        `${figures.found} in the figures; ${figures.parked} streams wait because of a dead letter.`,
    );
    if (options.json) print({ chain, figures });
    return chain.found + figures.found > 0 ? 1 : 0;
  });
}

/** Rows looked at, and differences. */
const soFar = ({ name, rows, found }: CompareProgress['projections'][number]): string => `${name} ${rows}/${found}`;

/** What was looked at of each table; what of it could not be held against the log is said too. */
const lines = ({ name, tables }: ProjectionReport): string[][] =>
  tables.map(({ table: of, rows, found, columns, notCompared }) => {
    const others = Object.keys(notCompared);
    const without = others.length > 0 ? `, without ${others.join(', ')}` : '';
    return [name, of, `${rows}`, `${found}`, `${columns.length}${without}`];
  });

const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
