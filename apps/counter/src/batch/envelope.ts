import { type Finding, found, isRecord, step } from '../input/finding.js';
import { isKey, MOST_KEY } from '../idempotency/idempotency-key.js';
import { MOST_ITEMS } from './batch.dto.js';

/** An item whose id is known; the rest of it is judged for itself. */
export interface Item {
  id: string;
  body: Record<string, unknown>;
}

/** Reads the envelope of a batch: only what an item needs to have a verdict of its own. Every fault at once. */
export function readEnvelope(body: unknown): { items: Item[]; findings: Finding[] } {
  if (!isRecord(body)) return { items: [], findings: found('not-an-object') };
  const findings = Object.keys(body)
    .filter((name) => name !== 'items')
    .flatMap((name) => found('unknown-field', undefined, step(name)));
  const { items } = body;
  const refused = (code: Finding['code'], values?: Finding['values']) => ({
    items: [],
    findings: [...findings, ...found(code, values, '/items')],
  });
  if (items === undefined) return refused('required');
  if (!Array.isArray(items)) return refused('not-a-list');
  if (items.length === 0) return refused('empty-list');
  if (items.length > MOST_ITEMS) return refused('too-many', { max: MOST_ITEMS, count: items.length });
  const read = items.map((item: unknown, index): Item => {
    const at = `/items/${index}`;
    if (!isRecord(item)) findings.push(...found('not-an-object', undefined, at));
    else if (item.id === undefined) findings.push(...found('required', undefined, `${at}/id`));
    else if (!isKey(item.id)) findings.push(...found('key-shape', { max: MOST_KEY }, `${at}/id`));
    else {
      const { id, ...rest } = item as { id: string };
      return { id, body: rest };
    }
    return { id: '', body: {} };
  });
  return { items: read, findings };
}
