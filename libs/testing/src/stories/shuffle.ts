import { Chance } from './chance.js';
import { DAYS } from './pen.js';
import { reckon } from './reckon.js';
import type { Story, StoryItem } from './story.js';

const INTAKE = ['submit', 'receive', 'refuse'];
const MENDS = ['correct', 'retract'];
const TURNS = ['resolve', 'withdraw', 'stop', 'reopen'];
/** What an answer answers. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  supplement: ['request-supplement'],
  resume: ['suspend'],
  'answer-consultation': ['request-consultation'],
  'waive-fee': ['request-financial-obligation'],
  'accept-handover': ['forward'],
  'refund-payment': ['record-payment', 'refund-payment'],
};

/**
 * The same story with each item up to `most` late, but never before what it rests on: the intake, the turn of its round, the
 * question it answers; around what is refused, corrected or taken back nothing changes places. Where rounds hold nothing that may
 * stand once only, a later re-opening may come before an earlier one.
 */
export function shuffle(story: Story, seed: number, most = 6 * DAYS): Story {
  const chance = new Chance(seed);
  const { refused } = reckon(story.items, story.city, Date.parse('2026-06-01T00:00:00Z'));
  const byCode = new Map<string, StoryItem[]>();
  for (const item of story.items) byCode.set(item.code, [...(byCode.get(item.code) ?? []), item]);
  const delivered = new Map<StoryItem, number>();
  let hour = 0;
  const sentAt = new Map(
    story.items.map((item) => {
      const at = Date.parse(item.at);
      if (!refused.has(item.id) && !Number.isNaN(at)) hour = Math.max(hour, at);
      return [item, hour] as const;
    }),
  );
  for (const own of byCode.values()) {
    const leap = leapOf(own, refused, chance);
    own.forEach((item, index) => {
      const rested = restsOn(item, own.slice(0, index), refused).map((one) => delivered.get(one)!);
      const at = Math.max(sentAt.get(item)! + Math.floor(chance.next() * most), ...rested.map((one) => one + 1));
      if (leap && item === leap.first) {
        const leaping = Math.max(at, sentAt.get(leap.last)!);
        delivered.set(leap.last, leaping).set(item, leaping + 1);
      } else if (item !== leap?.last) delivered.set(item, at);
    });
  }
  const order = new Map(story.items.map((item, index) => [item, index]));
  const items = [...story.items].sort((a, b) => delivered.get(a)! - delivered.get(b)! || order.get(a)! - order.get(b)!);
  return { ...story, name: `${story.name}, shuffled by ${seed}`, items };
}

type Refused = ReadonlyMap<string, string>;
const isFixed = (one: StoryItem, refused: Refused): boolean =>
  INTAKE.includes(one.type) || MENDS.includes(one.type) || refused.has(one.id);

function restsOn(item: StoryItem, earlier: readonly StoryItem[], refused: Refused): readonly StoryItem[] {
  const turn = earlier.findLast(({ type }) => TURNS.includes(type));
  // whether an apology is still owed after the end is known by then
  if (isFixed(item, refused) || (item.type === 'issue-apology' && turn)) return earlier;
  const answered = ANSWERS[item.type] ?? [];
  return earlier.filter((one) => one === turn || isFixed(one, refused) || answered.includes(one.type));
}

/** The last re-opening of a dossier comes before its first: told only where no round holds what may stand once. */
function leapOf(
  own: readonly StoryItem[],
  refused: Refused,
  chance: Chance,
): { readonly first: StoryItem; readonly last: StoryItem } | undefined {
  const reopened = own.filter(({ type }) => type === 'reopen');
  const isBare = own.every(
    (one) => INTAKE.includes(one.type) || !(isFixed(one, refused) || ['issue-apology', 'rate'].includes(one.type)),
  );
  if (!isBare || own.some(({ id }) => refused.has(id)) || reopened.length < 2 || !chance.percent(60)) return undefined;
  return { first: reopened[0]!, last: reopened.at(-1)! };
}
