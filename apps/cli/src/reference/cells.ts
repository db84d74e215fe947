import type { ReferenceChange } from '#application';
import { dayText, exactInstantText, type Limit, type ReferenceData, shortInstantText } from '#domain';
import { metricOf } from '#metrics';
import type { Listed } from './listings.js';
import { KINDS, LIMITS, TEXTS, WEEKDAYS } from './texts.vi.js';

/** Where the data say "since ever". */
const EVER = '1900-01-01';

/** One value of a listing as people read it. */
export function cell(column: string, row: Listed, reference: ReferenceData): string {
  const value = row[column];
  if (column === 'unit') return value === null ? TEXTS.everybody : (reference.unitByKey(value as string)?.name ?? '');
  if (column === 'effectiveFrom' && value === null) return TEXTS.byDefault;
  if (value === null || value === undefined || value === '') return TEXTS.empty;
  if (typeof value === 'boolean') return value ? TEXTS.yes : TEXTS.no;
  if (column === 'metric') return metricOf(value as never)?.label ?? String(value);
  if (column === 'population') return reference.populations.of(value as string)?.label ?? String(value);
  if (column === 'weekday') return WEEKDAYS[(value as number) - 1]!;
  if (column === 'kind') return value === 'off' ? TEXTS.off : TEXTS.working;
  if (column === 'limit') return `${(value as Limit).n} ${LIMITS[(value as Limit).unit]}`;
  if (typeof value === 'number') return value.toLocaleString('vi-VN');
  const text = String(value);
  if (text.startsWith(EVER) && /^[\d:.TZ-]+$/.test(text)) return TEXTS.empty;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayText(text);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? shortInstantText(text) : text;
}

/** One change as a line: which columns say what now, and what they said before. */
export function changeCells({ at, who, source, sha256, what, key, before, after }: ReferenceChange): string[] {
  const columns = Object.keys({ ...before, ...after }).filter((name) => plain(before?.[name]) !== plain(after?.[name]));
  const said = columns
    .filter((name) => before !== null || plain(after?.[name]) !== TEXTS.empty)
    .map((name) => {
      if (before === null) return `${name} ${plain(after![name])}`;
      return after === null
        ? `${name} ${plain(before[name])}`
        : `${name} ${plain(before[name])} → ${plain(after[name])}`;
    });
  const verb = before === null ? TEXTS.added : after === null ? TEXTS.removed : TEXTS.changed;
  return [
    exactInstantText(at),
    who,
    sha256 === null ? source : `${source} (${sha256.slice(0, 12)})`,
    KINDS[what as keyof typeof KINDS] ?? what,
    key,
    `${verb}: ${said.join('; ')}`,
  ];
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return TEXTS.empty;
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(plain).join(', ') || TEXTS.empty : JSON.stringify(value);
}
