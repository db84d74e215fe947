import type { CommandInput } from '#application';
import {
  type DossierState,
  type Instant,
  isReturned,
  localDay,
  owesApology,
  type Reference,
  roundOf,
  timeline,
  type Timeline,
  waitsFor,
  type WorkingCalendar,
} from '#domain';
import type { WithoutAt } from './life.js';
import { OfficeTime } from './office-time.js';
import { Random } from './random.js';
import { isAtOnce } from './services.js';
import { AGENCIES, REASONS, STAGES } from './texts.vi.js';
import { profileOf } from './units.js';

type Step = WithoutAt<CommandInput>;

/** What may be done next for a dossier at an instant in office hours; null: nothing now. */
export function nextStep(
  state: DossierState,
  at: Instant,
  { reference, calendar }: { reference: Reference; calendar: WorkingCalendar },
  random: Random,
): Step | null {
  const t = timeline(state);
  if (state.facts.some((fact) => fact.occurredAt >= at)) return null;
  switch (t.phase) {
    case 'submitted':
      return random.chance(0.04)
        ? { type: 'refuse', reason: random.pick(REASONS.refusedAtIntake) }
        : { type: 'receive' };
    case 'waiting':
      return afterWaiting(t, random);
    case 'open':
      return work(state.code, t, at, new OfficeTime(calendar), reference, random);
    case 'resolved':
      return handOver(t, random);
    default:
      return null;
  }
}

function afterWaiting(t: Timeline, random: Random): Step | null {
  if (!random.chance(0.1)) return null;
  if (waitsFor(t, 'supplement').length > 0) return { type: 'supplement' };
  if (waitsFor(t, 'suspension').length > 0) return { type: 'resume' };
  if (waitsFor(t, 'consultation').length > 0) return null;
  const means = random.pick(['cash', 'transfer', 'online'] as const);
  return { type: 'record-payment', amount: random.int(2, 100) * 1_000_000, means };
}

function work(
  code: string,
  t: Timeline,
  at: Instant,
  time: OfficeTime,
  reference: Reference,
  random: Random,
): Step | null {
  const profile = profileOf(t.unit!);
  const fee = reference.procedure(t.procedure!.code, localDay(at))?.feeVnd ?? 0;
  const { from, due } = t.stretches.at(-1)!;
  const whole = time.minutes(from, due);
  const gone = whole > 0 ? time.minutes(from, at) / whole : 1;
  if (!t.digitised && gone < 0.3 && random.chance(profile.digitised * 0.6)) return { type: 'digitise', complete: true };
  if (fee > 0 && t.payments.length === 0 && random.chance(0.7)) {
    const means = random.chance(profile.onlinePaid) ? 'online' : random.chance(profile.cashless) ? 'card' : 'cash';
    return { type: 'record-payment', amount: fee, means };
  }
  if (t.late && owesApology(t) && random.chance(0.25)) {
    return { type: 'issue-apology', reason: random.pick(REASONS.apology), newDate: time.closingIn(at, 3) };
  }
  if (!t.holder && random.chance(0.35)) {
    const officer = `CB-${t.unit!.split('@', 1)[0]}-${String(random.int(1, 6)).padStart(2, '0')}`;
    return { type: 'forward', officer, stage: random.pick(STAGES) };
  }
  if (roundOf(t)!.supplementRequests === 0 && gone < 0.5 && random.chance(0.015)) {
    return { type: 'request-supplement', reason: random.pick(REASONS.supplement) };
  }
  if (random.chance(0.003)) return { type: 'request-consultation', agency: random.pick(AGENCIES) };
  return isReady(code, t, gone, random) ? result(profile.electronic, random) : null;
}

/** Each dossier has a part of its time after which its result is there; some have more than all of it. */
function isReady(code: string, t: Timeline, gone: number, random: Random): boolean {
  if (gone > 1) return random.chance(0.04);
  const own = new Random(`demo:live:${code}`);
  if (own.chance(profileOf(t.unit!).late)) return false;
  return gone >= (isAtOnce(t.procedure!.code) ? 0.01 : own.between(0.2, 0.95));
}

function result(electronic: number, random: Random): Step {
  const signed = random.chance(electronic) ? { electronic: true, signature: 'signed' as const } : {};
  if (random.chance(0.985)) return { type: 'resolve', outcome: 'granted', ...signed };
  return { type: 'resolve', outcome: 'refused', reason: random.pick(REASONS.refusedResult) };
}

function handOver(t: Timeline, random: Random): Step | null {
  const { rating, notifiedOfResult } = roundOf(t)!;
  if (isReturned(t)) {
    if (rating || !random.chance(0.3)) return null;
    const satisfied = random.chance(profileOf(t.unit!).satisfied);
    return { type: 'rate', rating: satisfied ? 'satisfied' : 'not-satisfied' };
  }
  if (!notifiedOfResult && random.chance(0.5)) {
    return { type: 'notify-applicant', means: random.pick(['sms', 'zalo', 'vneid'] as const), about: 'result' };
  }
  return random.chance(0.5) ? { type: 'return-result', ...(random.chance(0.06) ? { byPost: true } : {}) } : null;
}
