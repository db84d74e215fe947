import { DAYS, MINUTE, type Pen } from './pen.js';

/** Questions, obligations and suspensions of one round, alone, one after the other or over one another; when the last has ended. */
export function writeWaits(pen: Pen, from: number): { at: number; open: boolean } {
  const { chance } = pen;
  let last = from;
  let open = false;
  const count = chance.pick([0, 0, 1, 1, 1, 2, 2, 3, 4]);
  const kinds = ['supplement', 'supplement', 'obligation', 'suspension', 'consultation'] as const;
  const used = new Set<string>();
  for (let n = 0; n < count; n += 1) {
    const kind = chance.pick(kinds);
    if (kind !== 'supplement' && used.has(kind)) continue;
    used.add(kind);
    const begins = pen.later(chance.percent(40) ? from : last, 5 * DAYS);
    const ends = pen.later(begins, 12 * DAYS);
    const left = chance.percent(6);
    open ||= left;
    last = Math.max(last, left ? begins : ends);
    writeWait(pen, kind, begins, left ? undefined : ends);
  }
  return { at: last, open };
}

function writeWait(pen: Pen, kind: string, begins: number, ends: number | undefined): void {
  const { chance } = pen;
  switch (kind) {
    case 'supplement':
      pen.write('request-supplement', begins, { reason: 'Thiếu giấy tờ' });
      if (ends === undefined) return;
      pen.write('supplement', ends, chance.percent(10) ? { dueAt: pen.spelled(pen.later(ends + DAYS, 9 * DAYS)) } : {});
      return;
    case 'suspension':
      pen.write('suspend', begins, { reason: 'Chờ xác minh' });
      if (ends !== undefined) pen.write('resume', ends);
      return;
    case 'consultation':
      pen.write('request-consultation', begins, { agency: 'GT-91' });
      if (ends !== undefined) pen.write('answer-consultation', ends, { agency: 'GT-91' });
      return;
    default:
      writeObligation(pen, begins, ends);
  }
}

/** An amount asked for, and fees that reach it, do not reach it, or reach it together; or it is waived. */
function writeObligation(pen: Pen, begins: number, ends: number | undefined): void {
  const { chance } = pen;
  const known = chance.percent(75);
  const amount = chance.pick([500_000, 2_500_000]);
  const means = (): { means: string } => ({ means: chance.pick(['cash', 'card', 'transfer', 'online', 'unknown']) });
  pen.write('request-financial-obligation', begins, known ? { amount } : {});
  if (known && chance.percent(50)) {
    const beside = begins + chance.whole(1, 50) * MINUTE;
    if (ends === undefined || beside < ends) pen.write('record-payment', beside, { amount: 15_000, ...means() });
  }
  if (ends === undefined) return;
  if (chance.percent(20)) return void pen.write('waive-fee', ends);
  if (known && chance.percent(30)) {
    const half = begins + Math.floor((ends - begins) / 2);
    pen.write('record-payment', half, { amount: amount / 2, ...means() });
    return void pen.write('record-payment', ends, { amount: amount / 2, ...means() });
  }
  pen.write('record-payment', ends, { amount: known ? amount : 30_000, ...means() });
}
