import { type Instant, instant, localDay, MINUTE_MS, toMs } from '#domain';
import { pay } from './intake.js';
import type { Life } from './life.js';
import { WORKING_DAY_MINUTES } from './office-time.js';
import { AGENCIES, DUE_CHANGE_BASIS, REASONS, STAGES } from './texts.vi.js';

/** What happens to an open dossier before its result. Returns false when it ended, or still waits, without one. */
export function handle(life: Life): boolean {
  const { random: r, service } = life;
  if (service.atOnce) return r.chance(0.003) ? withdraw(life) : true;
  if (r.chance(0.006)) transfer(life);
  if (r.chance(0.003)) {
    life.put(step(life, 0.05, 0.2), {
      type: 'substitute-applicant',
      applicant: { identity: `999${String(r.int(1, 14_000)).padStart(9, '0')}`, name: 'Người nộp được ủy quyền' },
      reason: REASONS.substitution[0],
    });
  }
  forward(life);
  if (r.chance(service.supplement ?? 0.012) && !supplement(life)) return false;
  const children = service.linked && r.chance(0.85) ? openStages(life, service.linked) : [];
  if (r.chance(service.consult ?? 0.002)) consult(life);
  if (r.chance(isLong(life) ? 0.02 : 0.001)) suspend(life);
  if (r.chance(0.01)) return withdraw(life);
  if (r.chance(0.004)) return stop(life);
  if (r.chance(service.obligation ?? 0) && !obligation(life)) return false;
  if (isLong(life) && !life.overdue && r.chance(0.008)) changeDue(life);
  for (const child of children) life.put(step(life, 0.05, 0.2), { type: 'complete-linked-stage', child });
  if (r.chance(0.03)) life.put(step(life, 0.02, 0.1), { type: 'notify-applicant', means: 'zalo', about: 'progress' });
  return true;
}

/** A moment after the last command, as a part of the time that is left, or of a working day when it is nearly gone. */
function step(life: Life, from: number, to: number): Instant {
  const { time } = life.world;
  const left = Math.max(time.minutes(life.last, life.due!), 0);
  return time.after(life.last, 1 + life.random.between(from, to) * left);
}

const isLong = (life: Life): boolean => {
  const { n, unit } = life.procedure.limit!;
  return unit === 'month' || ((unit === 'working-day' || unit === 'calendar-day') && n >= 5);
};

function forward(life: Life): void {
  const { random: r, unit } = life;
  if (!r.chance(isLong(life) ? 0.7 : 0.25)) return;
  const officer = `CB-${unit.code}-${String(r.int(1, 6)).padStart(2, '0')}`;
  const stage = r.pick(STAGES);
  const stageDue = isLong(life) ? { stageDue: life.world.time.closingIn(life.last, r.int(1, 3)) } : {};
  life.put(step(life, 0.01, 0.06), { type: 'forward', officer, stage, ...stageDue });
  if (r.chance(0.012)) {
    life.put(step(life, 0.01, 0.04), { type: 'reject-handover', reason: r.pick(REASONS.rejectedHandover) });
    life.put(step(life, 0.01, 0.02), { type: 'forward', officer: `CB-${unit.code}-07`, stage });
  } else if (r.chance(0.2)) life.put(step(life, 0.005, 0.03), { type: 'accept-handover', officer });
}

function transfer(life: Life): void {
  const { random: r } = life;
  const at = step(life, 0.02, 0.1);
  life.meanwhile(at);
  const to = life.world.otherUnit(life.unit, at, r);
  if (!to) return;
  life.put(at, { type: 'transfer', unit: to.code, reason: r.pick(REASONS.transfer) });
  life.moveTo(to);
}

/** One request is lawful, within three working days (NĐ 61/2018 Đ.19 k.4); some offices ask twice or late. */
function supplement(life: Life): boolean {
  const { random: r } = life;
  const { time } = life.world;
  const times = r.chance(0.14) ? 2 : 1;
  for (let i = 0; i < times; i++) {
    const asked = r.chance(0.07) ? step(life, 0.5, 0.9) : time.after(life.last, r.between(20, 1_200));
    life.put(asked < life.due! ? asked : step(life, 0.02, 0.1), {
      type: 'request-supplement',
      reason: r.pick(REASONS.supplement),
      answerDue: time.closingIn(life.last, 30),
    });
    life.stopClock('supplement', life.last);
    if (r.chance(0.07)) {
      life.put(time.closingIn(life.last, r.int(31, 40)), {
        type: 'stop',
        cause: 'not-supplemented',
        reason: REASONS.stop[1],
      });
      life.end();
      return false;
    }
    const at = time.after(life.last, 60 + r.expo(3.5) * WORKING_DAY_MINUTES);
    // brought to the counter, typed in the next morning
    life.put(at, { type: 'supplement' }, r.chance(0.04) ? time.nextMorning(at, r) : undefined);
    life.goOn(life.last);
  }
  return true;
}

function openStages(life: Life, agencies: readonly string[]): string[] {
  return agencies.map((agency) => {
    const at = step(life, 0.02, 0.08);
    const child = life.world.newCode(agency === AGENCIES[3] ? 'H19.45.93' : 'H19.45.91', at);
    life.put(at, { type: 'open-linked-stage', child, agency, stageDue: life.world.time.closingIn(at, 2) });
    return child;
  });
}

function consult(life: Life): void {
  const { random: r } = life;
  const agency = r.pick(AGENCIES);
  const answerDue = life.world.time.closingIn(life.last, 5);
  life.put(step(life, 0.03, 0.15), { type: 'request-consultation', agency, answerDue });
  life.stopClock('consultation', life.last);
  life.put(step(life, 0.1, 0.35), { type: 'answer-consultation', agency });
  life.goOn(life.last);
}

function suspend(life: Life): void {
  const { random: r } = life;
  life.put(step(life, 0.05, 0.3), { type: 'suspend', reason: r.pick(REASONS.suspension) });
  life.stopClock('suspension', life.last);
  life.put(life.world.time.after(life.last, r.between(0.8, 7) * WORKING_DAY_MINUTES), { type: 'resume' });
  life.goOn(life.last);
}

function obligation(life: Life): boolean {
  const { random: r, profile } = life;
  const { time } = life.world;
  const amount = r.int(2, 400) * 1_000_000;
  life.put(step(life, 0.2, 0.5), { type: 'request-financial-obligation', amount });
  life.stopClock('obligation', life.last);
  const at = time.after(life.last, (0.5 + r.expo(4)) * WORKING_DAY_MINUTES);
  if (r.chance(0.02)) life.put(at, { type: 'waive-fee', reason: REASONS.waiver[0] });
  else if (r.chance(0.03)) return false;
  else if (r.chance(profile.onlinePaid * 1.3)) pay(life, at, 'online', amount);
  else pay(life, at, r.chance(profile.cashless) ? 'transfer' : 'cash', amount);
  life.goOn(life.last);
  return true;
}

function changeDue(life: Life): void {
  const { random: r } = life;
  const dueAt = life.world.time.closingIn(life.due!, r.int(3, 8));
  const at = step(life, 0.1, 0.5);
  if (at >= life.due!) return;
  life.put(at, { type: 'change-due-date', dueAt, basis: DUE_CHANGE_BASIS, reason: REASONS.dueChange[0] });
  life.due = dueAt;
}

function withdraw(life: Life): false {
  life.put(step(life, 0.05, 0.6), { type: 'withdraw', reason: life.random.pick(REASONS.withdrawal) });
  life.end();
  return false;
}

function stop(life: Life): false {
  const { random: r } = life;
  const at = step(life, 0.1, 0.7);
  const cause = r.pick(['death', 'duplicate', 'split', 'other'] as const);
  const agency = life.code.split('-', 1)[0]!;
  const parts = cause === 'split' ? [1, 2].map(() => life.world.newCode(agency, at)) : [];
  const others = cause === 'duplicate' ? [`${life.code.slice(0, -4)}0001`] : parts;
  const told = others.length > 0 && others[0] !== life.code ? { others } : {};
  life.put(at, { type: 'stop', cause, ...told, reason: REASONS.stop[0] });
  life.end();
  return false;
}

/** Days of a promise kept with the applicant, for the apology: at the latest so many calendar days before the due day. */
export const isEarlyEnough = (at: Instant, due: Instant, days: number): boolean =>
  localDay(at) <= localDay(instant(toMs(due) - days * 24 * 60 * MINUTE_MS));
