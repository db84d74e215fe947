import type { City, CityProcedure, CityUnit } from './city.js';
import { inForce } from './city.js';
import { dayOf, dayText, onDay } from './local-time.js';
import { writeMischief } from './make-mischief.js';
import { writeWaits } from './make-waits.js';
import { DAYS, HOURS, hourOfIntake, MINUTE, type Pen } from './pen.js';
import { promised } from './promise.js';

export interface LifePlan {
  readonly city: City;
  readonly unit: CityUnit;
  readonly procedure: CityProcedure;
  readonly day: number;
  readonly applicant: { readonly identity: string; readonly name: string };
  /** The dossier of which this one is a stage. */
  readonly parent: string | undefined;
}

/** A life from the submission or the receipt on, with as many rounds as chance gives it. */
export function writeLife(pen: Pen, plan: LifePlan): void {
  const { chance } = pen;
  const intake = writeIntake(pen, plan);
  if (intake === undefined) return;
  let begins = intake;
  const rounds = chance.pick([1, 1, 1, 1, 1, 2, 2, 3, chance.percent(5) ? 9 : 2]);
  for (let round = 1; ; round += 1) {
    const ended = writeRound(pen, plan, begins, round === 1);
    if (ended === undefined || round === rounds) return;
    begins = pen.later(ended + 2 * HOURS, 25 * DAYS);
    const stated = chance.percent(20) ? { dueAt: pen.spelled(statedDue(pen, begins)) } : {};
    if (!pen.write('reopen', begins, { cause: chance.pick(['complaint', 'agency-error']), ...stated })) return;
    if (chance.percent(4)) pen.write('reopen', begins + 20_000, { cause: 'complaint' });
  }
}

/** A due instant as somebody writes it: on an hour, at the end of the day, or a day without a time. */
function statedDue(pen: Pen, from: number): number {
  const { chance } = pen;
  const day = dayOf(from) + chance.whole(2, 20);
  return onDay(day, chance.pick([0, 17 * HOURS, 15 * HOURS + 25 * MINUTE, 9 * HOURS]));
}

function writeIntake(pen: Pen, plan: LifePlan): number | undefined {
  const { chance } = pen;
  const { unit, procedure, city, applicant, parent } = plan;
  const suffix = chance.percent(40) ? '.000.00.00.H88' : '';
  const who = { procedure: `${procedure.code}${suffix}`, unit: chance.percent(50) ? unit.key : named(plan), applicant };
  const received = hourOfIntake(chance, plan.day);
  const others = city.units.filter(({ key, population }) => key !== unit.key && population === unit.population);
  const elsewhere = others.filter((one) => inForce(one, plan.day));
  const receipt = {
    ...(chance.percent(10) ? { byPostalStaff: true } : {}),
    ...(chance.percent(10) ? { place: 'mobile' } : {}),
    ...(chance.percent(8) && elsewhere.length > 0 ? { receivingUnit: chance.pick(elsewhere).key } : {}),
    ...(chance.percent(10) ? { dueAt: pen.spelled(statedDue(pen, received)) } : {}),
    ...(parent === undefined ? {} : { parent }),
  };
  if (chance.percent(6)) {
    pen.write('refuse', received, { ...who, channel: 'counter', reason: 'Không đủ giấy tờ' });
    return undefined;
  }
  if (!chance.percent(40)) {
    const item = pen.write('receive', received, {
      ...who,
      ...receipt,
      channel: chance.pick(['counter', 'counter', 'post']),
    });
    return item && Date.parse(item.at);
  }
  const submitted = received - chance.whole(30, 4000) * MINUTE;
  // what was submitted to a unit that is another one, or none, by then is received by the unit of the day
  const before = inForce(unit, dayOf(submitted)) ? who : undefined;
  if (!before) return writeReceipt(pen, received, { ...who, ...receipt, channel: 'counter' });
  pen.write('submit', submitted, { ...before, unit: unit.key, channel: 'online' });
  if (chance.percent(8)) pen.write('request-supplement', submitted + 20 * MINUTE, { reason: 'Thiếu giấy tờ' });
  if (chance.percent(3)) pen.write('resolve', submitted + 25 * MINUTE, { outcome: 'granted' });
  if (chance.percent(4)) return undefined;
  if (chance.percent(6)) return void pen.write('refuse', received, { reason: 'Không thuộc thẩm quyền' });
  const successor = city.successorOf(unit);
  if (!successor || !chance.percent(50)) return writeReceipt(pen, received, receipt);
  // its unit is no more when it is received: it must be named anew
  const after = hourOfIntake(chance, unit.until! + chance.whole(0, 3));
  pen.write('receive', after, receipt);
  return writeReceipt(pen, after + 5 * MINUTE, { ...receipt, unit: successor.key });
}

function writeReceipt(pen: Pen, at: number, said: Record<string, unknown>): number | undefined {
  const item = pen.write('receive', at, said);
  return item && Date.parse(item.at);
}

/** A code that names the unit on that day; its key where the code means another. */
function named({ city, unit, day }: LifePlan): string {
  const found = city.unitNamed(unit.code, day);
  return typeof found !== 'string' && found.key === unit.key ? unit.code : unit.key;
}

/** One round; when it ended, if it did and may be re-opened. */
function writeRound(pen: Pen, plan: LifePlan, begins: number, isFirst: boolean): number | undefined {
  const { chance } = pen;
  const { city, procedure } = plan;
  let at = begins + MINUTE;
  if (isFirst || chance.percent(25)) at = writeDesk(pen, plan, at);
  if (chance.percent(10)) writeTransfer(pen, plan, (at = pen.later(at, 2 * DAYS)));
  const waits = writeWaits(pen, at);
  const due = promised(city, procedure, begins).at + (waits.at - at);
  if (chance.percent(10)) {
    const asked = pen.later(waits.at, 10 * DAYS);
    pen.write('change-due-date', asked, {
      // now and then one that has passed already
      dueAt: pen.spelled(chance.percent(6) ? Math.max(asked - DAYS, begins) : pen.later(asked + DAYS, 12 * DAYS)),
      basis: 'NĐ 61/2018/NĐ-CP',
      reason: 'Hẹn lại',
    });
  }
  const goal = chance.pick([
    due - chance.whole(1, 60) * HOURS,
    due - MINUTE,
    due,
    due + 1000,
    due + chance.whole(1, 400) * HOURS,
  ]);
  const ends = Math.max(goal, waits.at + chance.whole(1, 300) * MINUTE, begins + 5 * MINUTE);
  if (chance.percent(25)) {
    const said = Math.max(at + MINUTE, chance.pick([due - 30 * HOURS, due - 3 * HOURS, due + 20 * HOURS]));
    writeApology(pen, said);
    if (chance.percent(10)) writeApology(pen, said + 15_000);
  }
  if (chance.percent(7)) return undefined;
  writeMischief(pen, plan, at);
  return writeEnd(pen, plan, ends);
}

function writeApology(pen: Pen, at: number): void {
  pen.write('issue-apology', at, { reason: 'Hồ sơ phức tạp', newDate: pen.spelled(at + 120 * DAYS) });
}

/** What happens at the desk in the first minutes. */
function writeDesk(pen: Pen, plan: LifePlan, from: number): number {
  const { chance } = pen;
  let at = from;
  const next = (): number => (at += chance.whole(1, 12) * MINUTE);
  if (chance.percent(15)) pen.write('digitise', next(), { papers: ['TP-01'], complete: false });
  if (chance.percent(45)) pen.write('digitise', next(), { papers: ['TP-01', 'TP-02'], reused: chance.whole(0, 1) });
  if (plan.procedure.fee > 0 || chance.percent(15)) {
    const means = chance.pick(['cash', 'card', 'transfer', 'online', 'unknown']);
    pen.write('record-payment', next(), { amount: plan.procedure.fee, means });
    if (plan.procedure.fee > 0 && chance.percent(5))
      pen.write('refund-payment', next(), { amount: plan.procedure.fee });
  }
  if (chance.percent(20)) {
    const holder = chance.pick(plan.city.units.filter((unit) => inForce(unit, dayOf(at))));
    pen.write('forward', next(), { unit: holder.key, officer: 'cb-017' });
    if (chance.percent(40)) pen.write('accept-handover', next());
  }
  if (chance.percent(15)) pen.write('notify-applicant', next(), { means: 'sms', about: 'progress' });
  return at;
}

function writeTransfer(pen: Pen, plan: LifePlan, at: number): void {
  const day = dayOf(at);
  const others = plan.city.units.filter((unit) => unit.population === plan.unit.population && inForce(unit, day));
  const to = pen.chance.pick(others);
  // to whom a closing unit gives its dossiers, nobody gives them by hand
  const isSuccessor = plan.unit.successors.includes(to.code);
  const isThere = pen.items.some((item) => item.type === 'transfer' && item.unit === to.key);
  if (to.key !== plan.unit.key && !isSuccessor && !isThere)
    pen.write('transfer', at, { unit: to.key, reason: 'Không thuộc thẩm quyền' });
}

/** The end of a round and what follows it. */
function writeEnd(pen: Pen, { city, unit }: LifePlan, ends: number): number | undefined {
  const { chance } = pen;
  if (chance.percent(9)) return void pen.write('withdraw', ends);
  if (chance.percent(6))
    return void pen.write('stop', ends, { cause: chance.pick(['not-supplemented', 'death', 'other']) });
  const electronic = chance.percent(45)
    ? { electronic: true, signature: chance.pick(['signed', 'signed', 'unsigned']) }
    : {};
  const outcome = chance.percent(95) ? 'granted' : 'refused';
  if (!pen.write('resolve', ends, { outcome, ...electronic })) return undefined;
  let at = ends;
  const later = (most: number): number => (at = pen.later(at, most));
  if (chance.percent(3)) pen.write('resolve', later(HOURS), { outcome: 'granted' });
  if (chance.percent(4)) pen.write('withdraw', later(HOURS));
  if (chance.percent(4)) {
    const units = city.units.filter((one) => one.population === unit.population && inForce(one, dayOf(at)));
    pen.write('transfer', later(HOURS), { unit: chance.pick(units).key });
  }
  if (chance.percent(60)) pen.write('notify-applicant', later(2 * DAYS), { means: 'zalo', about: 'result' });
  if (chance.percent(12))
    pen.write('digitise', later(DAYS), { ofResult: true, signature: chance.pick(['signed', 'unsigned']) });
  if (chance.percent(5)) pen.write('record-failed-return', later(2 * DAYS), { reason: 'Vắng nhà' });
  if (chance.percent(12)) writeApology(pen, later(3 * DAYS));
  if (chance.percent(85)) {
    pen.write('return-result', later(4 * DAYS), {
      byPost: chance.percent(25),
      to: chance.pick(['applicant', 'proxy']),
    });
    if (chance.percent(6)) {
      const type = chance.pick(['suspend', 'digitise', 'withdraw', 'record-payment']);
      const said = {
        suspend: { reason: 'Chờ' },
        digitise: { papers: ['TP-09'] },
        withdraw: {},
        'record-payment': { amount: 1000, means: 'cash' },
      };
      pen.write(type, at + 15_000, said[type as 'suspend']);
      at += 20_000;
    }
  }
  if (chance.percent(35)) {
    pen.write('rate', later(2 * DAYS), { rating: chance.pick(['satisfied', 'very-satisfied', 'not-satisfied']) });
    if (chance.percent(8)) pen.write('rate', later(DAYS), { rating: 'satisfied' });
  }
  return at;
}

export const codeOf = (unit: CityUnit, day: number, serial: number): string =>
  `${unit.agency}-${dayText(day).replaceAll('-', '').slice(2)}-${String(serial).padStart(5, '0')}`;
