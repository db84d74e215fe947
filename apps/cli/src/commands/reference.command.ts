import { type ChangeFilter, readChanges } from '#application';
import { dayText, type LocalDay, localDay } from '#domain';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import type { Status } from '../program.js';
import { cell, changeCells } from '../reference/cells.js';
import { LISTINGS, type Shown } from '../reference/listings.js';
import { HEADINGS, LOG_HEADINGS, TEXTS } from '../reference/texts.vi.js';
import { table } from '../table.js';

/** Who changed what of the reference data, by which file or command; the newest last. */
export async function logReference(
  globals: GlobalOptions,
  { json, ...filter }: ChangeFilter & { json?: boolean },
): Promise<Status> {
  return withSystem<Status>(globals, async ({ pool }) => {
    const changes = await readChanges(pool, filter);
    if (json) print(changes);
    else if (changes.length === 0) say(TEXTS.noChange);
    else print(table(LOG_HEADINGS, changes.map(changeCells)));
    return 0;
  });
}

/** Reference data as in force on a day; without one, today in Vietnam by the system's clock. */
export async function showReference(
  globals: GlobalOptions,
  what: Shown,
  options: { on?: LocalDay; json?: boolean },
): Promise<Status> {
  return withSystem<Status>(globals, async ({ application, clock }) => {
    const on = options.on ?? localDay(clock.now());
    const [data, targets] = [await application.reference.data(), await application.reference.targets()];
    const rows = LISTINGS[what](on, data, targets);
    if (options.json) print(rows);
    else if (rows.length === 0) say(TEXTS.nothing(dayText(on)));
    else {
      const headings: Record<string, string> = HEADINGS[what];
      const cells = rows.map((row) => Object.keys(headings).map((column) => cell(column, row, data)));
      print(table(Object.values(headings), cells));
    }
    return 0;
  });
}
