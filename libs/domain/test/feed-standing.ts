import { effectiveFacts, type FactOf } from '../src/dossier/state.js';
import { Feed, snapshot, time } from './feed.js';

export const ended = (day: number, hour = 9, status = 9) => snapshot(status, { NgayKetThucXuLy: time(day, hour) });
export const facts = (feed: Feed, type: string) => effectiveFacts(feed.state).filter((fact) => fact.type === type);
export const received = (feed: Feed): FactOf<'Received'>['data'] =>
  (facts(feed, 'Received')[0] as FactOf<'Received'>).data;

/** What the figures are made of, in short. */
export function standing({ t }: Feed) {
  return {
    phase: t.phase,
    unit: t.unit,
    channel: t.received?.fact.data.channel,
    received: t.received?.at,
    due: t.due?.at,
    first: t.firstDue?.at,
    moved: t.movedWithoutGround,
    endings: t.rounds.flatMap(({ ending }) => (ending ? [[ending.kind, ending.at, ending.measured]] : [])),
    digitised: t.digitised,
    electronic: t.rounds.some(({ electronic }) => electronic),
    payments: t.payments.map(({ amount: _, ...payment }) => payment),
    supplements: t.rounds.reduce((sum, { supplementRequests }) => sum + supplementRequests, 0),
    returned: t.returned,
    refused: t.refused,
    spans: t.spans.map(({ round: _, ...span }) => span),
    overdue: t.rounds.flatMap(({ overdue }) => (overdue ? [overdue.at] : [])),
  };
}

/** The same comes out of all orders of the messages; gives it. */
export function inAnyOrder(...messages: Record<string, unknown>[]) {
  const orders = permutations(messages);
  const [first, ...others] = orders.map((order) => standing(new Feed(...order)));
  for (const other of others) expect(other).toEqual(first);
  for (const order of orders.slice(0, 2)) expect(standing(new Feed(...order, ...order))).toEqual(first);
  return first!;
}
/** Every order of some things. */
export const permutations = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
