import { type Instant, instant, localDay, MINUTE_MS, toMs } from '#domain';
import { isEarlyEnough } from './handling.js';
import type { Life } from './life.js';
import { mend } from './intake.js';
import { WORKING_DAY_MINUTES } from './office-time.js';
import { progress } from './season.js';
import { REASONS } from './texts.vi.js';

/** The result and what comes after it. */
export function conclude(life: Life): void {
  const { random: r, profile } = life;
  if (life.overdue || r.chance(profile.late)) resolveLate(life);
  else resolveInTime(life);
  if (life.over) return;
  handOver(life);
  if (life.over) return;
  if (r.chance(0.12)) rate(life);
  if (r.chance(0.003)) again(life);
}

function resolveInTime(life: Life): void {
  const { random: r, service } = life;
  const { time } = life.world;
  const left = time.minutes(life.last, life.due!);
  if (left > 90 && r.chance(0.0015)) return resolveUnseen(life);
  const at =
    service.atOnce && r.chance(0.9)
      ? time.after(life.last, 3 + r.expo(15))
      : time.after(life.last, left * (r.chance(0.7) ? r.between(0.12, 0.8) : r.between(0.75, 0.985)));
  const typed = r.chance(0.008) ? time.nextMorning(at, r) : undefined;
  resolve(life, at < life.due! ? at : instant(toMs(life.due!) - 1_000), typed);
  if (life.certain && !typed && left > 120 && r.chance(0.002)) correctResult(life);
}

/** Settled in the last minutes but typed in the next day: the clock has asked in between, and takes it back. */
function resolveUnseen(life: Life): void {
  const { random: r } = life;
  const at = instant(toMs(life.due!) - r.int(4, 50) * MINUTE_MS);
  life.meanwhile(at);
  life.ask();
  resolve(life, at, life.world.time.nextMorning(life.due!, r));
}

function correctResult(life: Life): void {
  const { random: r, version: event, last, previous } = life;
  const reason = r.pick(REASONS.correction);
  if (r.chance(0.3)) {
    mend(life, null);
    life.phase = 'open';
    resolve(life, instant(toMs(life.last) + r.int(5, 30) * MINUTE_MS));
    return;
  }
  const at = instant(toMs(last) + r.int(5, 40) * MINUTE_MS);
  life.put(at, { type: 'correct', event, occurredAt: instant(Math.round((toMs(previous) + toMs(last)) / 2)), reason });
}

function resolveLate(life: Life): void {
  const { random: r, profile } = life;
  const { time } = life.world;
  const due = life.due!;
  const at = time.after(
    due > life.last ? due : life.last,
    20 + r.expo(r.chance(0.1) ? 30 : profile.lateBy) * WORKING_DAY_MINUTES,
  );
  const chance = r.next();
  const wish =
    chance < profile.apologyInTime
      ? 'in-time'
      : chance < profile.apologyInTime + profile.apologyAfter
        ? 'after'
        : 'none';
  const said = wish === 'in-time' && apologiseInTime(life, at);
  if (wish === 'none' || said) {
    resolve(life, at);
    return;
  }
  const apology = time.after(due > life.last ? due : life.last, r.between(60, 2 * WORKING_DAY_MINUTES));
  if (apology < at) apologise(life, apology, at);
  resolve(life, at);
  if (apology >= at) apologise(life, apology, at);
}

/** The lawful way: before the day on which it is due (NĐ 61/2018 Đ.19 k.9), with the reason and the new date. */
function apologiseInTime(life: Life, resolved: Instant): boolean {
  const { random: r } = life;
  const { time } = life.world;
  const due = life.due!;
  const left = time.minutes(life.last, due);
  const at = time.after(life.last, left * r.between(0.4, 0.8));
  if (left < 600 || !isEarlyEnough(at, due, 1)) return false;
  apologise(life, at, resolved);
  return true;
}

/** The new date is mostly kept, sometimes missed again; it lies after the due instant in any case. */
function apologise(life: Life, at: Instant, resolved: Instant): void {
  const { random: r } = life;
  const { time } = life.world;
  const due = life.due!;
  const kept = time.closingIn(resolved, r.int(0, 2));
  const early = time.closingIn(due, 1);
  const newDate = r.chance(0.8) && kept > due ? kept : early;
  const number = `${r.int(1, 900)}/PXL`;
  life.put(at, { type: 'issue-apology', reason: r.pick(REASONS.apology), newDate, letterNumber: number });
}

function resolve(life: Life, at: Instant, recordedAt?: Instant): void {
  const { random: r, procedure, profile } = life;
  const refused = r.chance(0.015);
  const electronic = !refused && r.chance(profile.electronic * progress(localDay(at)) * (procedure.special ? 0.1 : 1));
  const unsigned = electronic ? r.chance(0.04) : false;
  life.put(
    at,
    {
      type: 'resolve',
      outcome: refused ? 'refused' : 'granted',
      ...(refused ? { reason: r.pick(REASONS.refusedResult) } : {}),
      ...(electronic ? { electronic, signature: unsigned ? ('unsigned' as const) : ('signed' as const) } : {}),
      ...(r.chance(0.02) ? { authority: 'delegated' as const } : {}),
    },
    recordedAt,
  );
  life.end();
}

function handOver(life: Life): void {
  const { random: r, profile } = life;
  const { time } = life.world;
  if (r.chance(0.52)) {
    const means = r.weighted(MEANS, ([, weight]) => weight)[0];
    life.put(instant(toMs(life.last) + r.int(20, 1_500) * 1000), { type: 'notify-applicant', means, about: 'result' });
  }
  if (r.chance(profile.digitised * 0.08)) {
    life.put(time.after(life.last, r.between(2, 40)), {
      type: 'digitise',
      complete: true,
      ofResult: true,
      signature: 'signed',
    });
  }
  if (r.chance(0.012)) return;
  const byPost = r.chance(0.06);
  const wait = life.service.atOnce ? 2 + r.expo(40) : 10 + r.expo(1.2 * WORKING_DAY_MINUTES);
  giveOut(life, time.after(life.last, wait), byPost);
  if (!r.chance(byPost ? 0.09 : 0.001)) return;
  const reason = byPost ? REASONS.failedReturn[0] : REASONS.failedReturn[1];
  life.put(time.after(life.last, r.between(1.5, 5) * WORKING_DAY_MINUTES), { type: 'record-failed-return', reason });
  if (r.chance(0.8)) giveOut(life, time.after(life.last, r.between(0.5, 6) * WORKING_DAY_MINUTES), false);
}

function giveOut(life: Life, at: Instant, byPost: boolean): void {
  const proxy = life.random.chance(0.05) ? { to: 'proxy' as const } : {};
  life.put(at, { type: 'return-result', ...(byPost ? { byPost } : {}), ...proxy });
}

const MEANS = [
  ['sms', 5],
  ['zalo', 3],
  ['email', 1],
  ['vneid', 1],
] as const;

function rate(life: Life): void {
  const { random: r, profile } = life;
  const satisfied = r.chance(profile.satisfied);
  const rating = satisfied ? r.pick(['very-satisfied', 'satisfied', 'satisfied'] as const) : 'not-satisfied';
  life.put(instant(toMs(life.last) + r.int(30, 900) * 1000), { type: 'rate', rating });
}

/** The agency's error or a complaint: a round with a due instant of its own; the first one stays counted. */
function again(life: Life): void {
  const { random: r } = life;
  const { time } = life.world;
  life.put(time.after(life.last, r.between(1, 14) * WORKING_DAY_MINUTES), {
    type: 'reopen',
    cause: r.pick(['agency-error', 'agency-error', 'complaint'] as const),
    reason: r.pick(REASONS.reopening),
  });
  life.startClock(life.last);
  if (life.over) return;
  resolve(life, time.after(life.last, time.minutes(life.last, life.due!) * r.between(0.1, 0.8)));
  giveOut(life, time.after(life.last, r.between(20, 600)), false);
}
