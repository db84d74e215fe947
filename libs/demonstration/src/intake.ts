import type { ApplicantInput } from '#application';
import { type Instant, instant, localDay, MINUTE_MS, toMs, type Unit } from '#domain';
import type { Life } from './life.js';
import { progress } from './season.js';
import { REASONS } from './texts.vi.js';

/** How a dossier comes in. */
export interface Arrival {
  at: Instant;
  channel: 'counter' | 'online' | 'post';
  receivingUnit: Unit;
  applicant: ApplicantInput;
}

/** From the applicant's first step to the receipt, with the fee and the papers. Returns whether it was received. */
export function enter(life: Life, arrival: Arrival): boolean {
  const { random: r, procedure, unit } = life;
  const { channel, receivingUnit, applicant } = arrival;
  const intake = {
    procedure: procedure.code,
    unit: unit.code,
    ...(receivingUnit.key === unit.key ? {} : { receivingUnit: receivingUnit.code }),
    channel,
    applicant,
  };
  if (channel !== 'online') {
    if (r.chance(0.008)) {
      life.put(arrival.at, { type: 'refuse', ...intake, reason: r.pick(REASONS.refusedAtIntake) });
      return false;
    }
    receive(life, arrival.at, intake);
    return true;
  }
  life.put(arrival.at, { type: 'submit', ...intake });
  life.phase = 'submitted';
  let paid = r.chance(life.profile.onlinePaid / life.profile.online);
  if (procedure.feeVnd > 0 && paid) pay(life, instant(toMs(life.last) + r.int(40, 400) * 1000), 'online');
  else paid = false;
  if (r.chance(0.015)) return leave(life);
  if (r.chance(0.025)) askBeforeReceipt(life);
  const at = life.world.time.after(life.last, 3 + r.expo(85));
  if (r.chance(0.03)) {
    life.put(at, { type: 'refuse', reason: r.pick(REASONS.refusedAtIntake) });
    return false;
  }
  receive(life, at, merged(life, receivingUnit, at), paid);
  return true;
}

/** The units of a receipt, where one of them was merged away between the submission and the receipt. */
function merged(life: Life, receivingUnit: Unit, at: Instant): { unit?: string; receivingUnit?: string } {
  const { reference } = life.world;
  const place = { code: life.code, procedure: life.procedure.code };
  const [unit, receiving] = [life.unit, receivingUnit].map(
    (each) => reference.successor(each.key, place, localDay(at)) ?? each,
  ) as [Unit, Unit];
  if (unit === life.unit && receiving === receivingUnit) return {};
  life.moveTo(unit);
  return { unit: unit.code, receivingUnit: receiving.code };
}

function leave(life: Life): false {
  const at = instant(toMs(life.last) + life.random.int(10, 600) * MINUTE_MS);
  life.put(at, { type: 'withdraw', reason: life.random.pick(REASONS.withdrawal) });
  return false;
}

/** What is asked for before the receipt stops no clock. */
function askBeforeReceipt(life: Life): void {
  const { random: r } = life;
  const { time } = life.world;
  life.put(time.after(life.last, r.between(10, 200)), {
    type: 'request-supplement',
    reason: r.pick(REASONS.supplement),
  });
  life.put(time.after(life.last, r.between(60, 900)), { type: 'supplement' });
}

function receive(life: Life, at: Instant, intake: object, paid = false): void {
  const { random: r } = life;
  const byPostalStaff = r.chance(life.profile.postalStaff);
  const place = r.chance(0.01) ? ('mobile' as const) : undefined;
  life.put(at, {
    type: 'receive',
    ...intake,
    ...(place ? { place } : {}),
    ...(byPostalStaff ? { byPostalStaff } : {}),
  });
  life.startClock(life.last);
  const received = life.version;
  if (r.chance(0.003)) correctReceipt(life, received);
  papers(life, 'channel' in intake ? 0.88 : 1.18);
  if (!paid) fee(life);
}

function correctReceipt(life: Life, event: number): void {
  const { random: r } = life;
  const at = instant(toMs(life.last) + r.int(60, 900) * 1000);
  const reason = r.pick(REASONS.correction);
  if (event === 1 && r.chance(0.4)) {
    // typed in after the fact; where it moves the due instant, that is restated by an event of its own
    const occurredAt = instant(toMs(life.last) - r.int(10, 50) * MINUTE_MS);
    life.put(at, { type: 'correct', event, occurredAt, reason });
    life.certain = false;
  } else life.put(at, { type: 'correct', event, data: { byPostalStaff: true }, reason });
}

function papers(life: Life, factor: number): void {
  const { random: r } = life;
  const complete = r.chance(life.profile.digitised * progress(life.day) * factor);
  if (!complete && !r.chance(0.05)) return;
  const reused = r.int(-2, 2);
  life.put(instant(toMs(life.last) + r.int(30, 600) * 1000), {
    type: 'digitise',
    complete,
    papers: ['to-khai', 'giay-to-kem-theo'],
    ...(reused > 0 ? { reused } : {}),
  });
  if (!life.certain) return;
  if (complete && r.chance(0.004)) mend(life, { data: { complete: false } });
  else if (r.chance(0.003)) mend(life, null);
}

function fee(life: Life): void {
  const { random: r, procedure, profile } = life;
  if (procedure.feeVnd === 0 || r.chance(0.03)) return;
  const at = instant(toMs(life.last) + r.int(30, 240) * 1000);
  if (r.chance(0.015)) {
    life.put(at, { type: 'waive-fee', reason: REASONS.waiver[0] });
    return;
  }
  const cashless = (profile.cashless - profile.onlinePaid) / (1 - profile.onlinePaid);
  const means = r.chance(cashless) ? r.pick(['card', 'transfer', 'transfer'] as const) : 'cash';
  const amount = pay(life, at, r.chance(0.004) ? 'unknown' : means);
  if (!life.certain) return;
  if (means === 'cash' && r.chance(0.004)) mend(life, { data: { means: 'transfer' } });
  else if (r.chance(0.003)) {
    pay(life, instant(toMs(life.last) + 20_000), means);
    mend(life, null);
  } else if (r.chance(0.002)) {
    const later = life.world.time.after(life.last, r.between(20, 300));
    life.put(later, { type: 'refund-payment', amount, reason: REASONS.refund[0] });
  }
}

/** Corrects the last event, or takes it back. */
export function mend(life: Life, correction: { data: Record<string, unknown> } | null): void {
  const { random: r, version: event } = life;
  const at = instant(toMs(life.last) + r.int(60, 1200) * 1000);
  if (correction) life.put(at, { type: 'correct', event, ...correction, reason: r.pick(REASONS.correction) });
  else life.put(at, { type: 'retract', event, reason: r.pick(REASONS.retraction) });
}

type Means = 'cash' | 'card' | 'transfer' | 'online' | 'unknown';

export function pay(life: Life, at: Instant, means: Means, amount = life.procedure.feeVnd * copies(life)): number {
  life.put(at, { type: 'record-payment', amount, means });
  return amount;
}

/** Certified copies are paid by the page. */
const copies = (life: Life): number => (life.procedure.feeVnd < 5_000 ? life.random.int(1, 12) : 1);
