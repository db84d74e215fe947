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
    own.forEach((item, index) => {
      const earlier = own.slice(0, index);
      const rested = restsOn(item, earlier, own, refused).map((one) => delivered.get(one)!);
      delivered.set(
        item,
        Math.max(sentAt.get(item)! + Math.floor(chance.next() * most), ...rested.map((at) => at + 1)),
      );
    });
  }
  const order = new Map(story.items.map((item, index) => [item, index]));
  const items = [...story.items].sort((a, b) => delivered.get(a)! - delivered.get(b)! || order.get(a)! - order.get(b)!);
  return { ...story, name: `${story.name}, shuffled by ${seed}`, items };
}

function restsOn(
  item: StoryItem,
  earlier: readonly StoryItem[],
  own: readonly StoryItem[],
  refused: ReadonlyMap<string, string>,
): readonly StoryItem[] {
  const isFixed = (one: StoryItem): boolean =>
    INTAKE.includes(one.type) || MENDS.includes(one.type) || refused.has(one.id);
  if (isFixed(item)) return earlier;
  // whether an apology is still owed after the end is known by then
  if (item.type === 'issue-apology' && earlier.some(({ type }) => TURNS.includes(type))) return earlier;
  const turns = earlier.filter(({ type }) => TURNS.includes(type));
  const isBare = !own.some((one) => isFixed(one) && !INTAKE.includes(one.type)) && !own.some(standsOnce);
  const turn = isBare && item.type === 'reopen' ? turns[0] : turns.at(-1);
  const answered = ANSWERS[item.type] ?? [];
  return [
    ...earlier.filter((one) => isFixed(one) || answered.includes(one.type)),
    ...(turn === undefined ? [] : [turn]),
  ];
}

const standsOnce = ({ type }: StoryItem): boolean => type === 'issue-apology' || type === 'rate';
