import type pg from 'pg';
import { drill, type DrillItem, type Page, type Selection, type Span } from '#projections';
import type { FigurePart } from '../figures/figure-id.js';
import { refusingStrangeCursor } from '../query/cursor.js';
import type { PageRequest } from '../query/page.js';

/**
 * A page of the dossiers of a figure. One that is made of flows and of stocks (QĐ 766: ended in the period, and open at
 * its end) lists them one after the other: the place to go on from begins with the number of the part.
 */
export async function drillParts(
  db: pg.ClientBase,
  parts: readonly FigurePart[],
  where: Span & Selection,
  { after, limit }: PageRequest,
): Promise<Page<DrillItem>> {
  return refusingStrangeCursor(async () => {
    const items: DrillItem[] = [];
    let place = readPlace(after, parts.length);
    for (;;) {
      const page = await drill(
        db,
        { ...where, ...parts[place.part]! },
        { after: place.after, limit: limit - items.length },
      );
      items.push(...page.items);
      if (page.next !== null) return { items, next: `${place.part}.${page.next}` };
      place = { part: place.part + 1, after: undefined };
      if (place.part === parts.length) return { items, next: null };
      // full by the last dossier of a part: the next page begins with the next part
      if (items.length === limit) return { items, next: `${place.part}.` };
    }
  });
}

function readPlace(after: string | undefined, parts: number): { part: number; after: string | undefined } {
  if (after === undefined) return { part: 0, after: undefined };
  const [, part, rest] = /^(\d)\.([\w-]*)$/.exec(after) ?? [];
  if (part === undefined || Number(part) >= parts) throw new RangeError('not a place in this list');
  return { part: Number(part), after: rest === '' ? undefined : rest };
}
