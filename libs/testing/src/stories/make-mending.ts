import { HOURS, MINUTE, type Pen } from './pen.js';
import type { StoryItem } from './story.js';

const byTime = (a: StoryItem, b: StoryItem): number => Date.parse(a.at) - Date.parse(b.at);
const KEPT = new Set(['resolve', 'withdraw', 'stop', 'reopen', 'receive', 'submit', 'refuse', 'return-result']);

/** Sometimes a fact is corrected, or taken back as if it had never been said. */
export function writeMending(pen: Pen): void {
  const { chance } = pen;
  if (!chance.percent(12)) return;
  const own = pen.items.filter(({ code, at }) => code === pen.code && !Number.isNaN(Date.parse(at))).sort(byTime);
  const last = own.at(-1);
  if (!last) return;
  const at = Date.parse(last.at) + chance.whole(2, 900) * HOURS;
  if (chance.percent(40)) retract(pen, own, at);
  else correct(pen, own, at);
}

/** Any fact that nothing rests on; one that others rest on only as the last of its dossier. */
function retract(pen: Pen, own: readonly StoryItem[], at: number): void {
  const last = own.at(-1)!;
  const loose = own.filter((one) => !KEPT.has(one.type) && !isHeldBy(one, own));
  const target =
    KEPT.has(last.type) && pen.chance.percent(50) ? last : loose.length > 0 ? pen.chance.pick(loose) : last;
  if (target.type === 'submit' || (target.type === 'refuse' && own.length === 1)) return;
  const isAlone = target.type === 'receive' && !own.some(({ type }) => type === 'submit');
  const written = pen.write('retract', at, { event: `@${target.id}`, reason: 'Nhầm' });
  if (written && pen.chance.percent(20)) pen.write('retract', at + MINUTE, { event: `@${target.id}`, reason: 'Nhầm' });
  if (written && isAlone) pen.write('receive', at + 5 * MINUTE, said(target));
}
/** A payment that was refunded, or a question whose answer states a new due instant, is not taken back alone. */
const isHeldBy = ({ type }: StoryItem, own: readonly StoryItem[]): boolean =>
  (type === 'record-payment' && own.some((one) => one.type === 'refund-payment')) ||
  (type === 'request-supplement' && own.some((one) => one.type === 'supplement' && one.dueAt !== undefined));
const said = ({ id: _id, type: _type, code: _code, at: _at, ...rest }: StoryItem): Record<string, unknown> => rest;

function correct(pen: Pen, own: readonly StoryItem[], at: number): void {
  const { chance } = pen;
  const target = chance.pick(own);
  const index = own.indexOf(target);
  const before = index > 0 ? Date.parse(own[index - 1]!.at) : Date.parse(target.at) - 40 * 24 * HOURS;
  const after = index + 1 < own.length ? Date.parse(own[index + 1]!.at) : Date.parse(target.at) + MINUTE;
  const says = dataOf(pen, target);
  const moved = before + MINUTE + Math.floor(chance.next() * Math.max(0, after - before - 2 * MINUTE));
  const mends = says && chance.percent(50) ? { data: says } : { occurredAt: pen.spelled(moved - (moved % 1000)) };
  pen.write('correct', at, { event: `@${target.id}`, reason: 'Ghi nhầm', ...mends });
}

/** Other words for what a fact says, where it says something that counts. */
function dataOf({ chance }: Pen, { type, amount }: StoryItem): Record<string, unknown> | undefined {
  switch (type) {
    case 'receive':
      return { channel: chance.pick(['counter', 'online', 'post']) };
    case 'record-payment':
      return Number(amount) > 0 ? { means: chance.pick(['cash', 'card', 'online', 'unknown']) } : undefined;
    case 'resolve':
      return { electronic: true, signature: chance.pick(['signed', 'unsigned']) };
    case 'digitise':
      return undefined;
    case 'rate':
      return { rating: chance.pick(['very-satisfied', 'not-satisfied']) };
    case 'return-result':
      return { byPost: chance.percent(50) };
    case 'notify-applicant':
      return { about: chance.pick(['result', 'progress']) };
    default:
      return undefined;
  }
}
