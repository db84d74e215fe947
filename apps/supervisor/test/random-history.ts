import type { CommandInput } from '#application';
import { addDays, at } from '#domain';
import type { RealSupervisor } from './real-supervisor.js';

/** Two wards, one of which is gone since November, two departments, one vertical branch. */
export const UNITS = ['26077', '26071', 'LK-01', 'LK-02', 'LK-92'].map((code) => `${code}@2019-06-01`);
const PROCEDURES = ['1.004884', '2.000815', '1.001193.000.00.00.H19'];

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Dossiers to which anything happens that may: commands by chance between September and December 2024, most of which
 * the dossier refuses. What it takes makes figures of every kind.
 */
export async function randomHistory(system: RealSupervisor, dossiers: number, seed: number): Promise<string[]> {
  const codes = Array.from({ length: dossiers }, (_, i) => `H19.45-240901-${String(i + 1).padStart(5, '0')}`);
  await Promise.all(
    codes.map(async (code, index) => {
      // each its own, for the dossiers meet side by side: one shared would give another history at each run
      const next = random(seed * dossiers + index);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
      let day = addDays('2024-09-02', Math.floor(next() * 100));
      const unit = day < '2024-10-20' ? pick(UNITS) : pick(UNITS.filter((key) => key !== UNITS[1]));
      const intake = {
        procedure: pick(PROCEDURES),
        unit,
        receivingUnit: next() < 0.2 ? UNITS[0]! : unit,
        channel: pick(['counter', 'online', 'post'] as const),
        applicant: { identity: code },
      };
      const stage = index % 4 === 3 ? { parent: codes[0]! } : {};
      const steps = 3 + Math.floor(next() * 14);
      for (let step = 0; step < steps && day < '2024-12-20'; step += 1) {
        const minute = 450 + step * 31;
        const when = at(
          day,
          `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
        );
        const command: CommandInput =
          step === 0
            ? pick<CommandInput>([
                { type: 'submit', at: when, ...intake },
                { type: 'receive', at: when, ...intake, ...stage, byPostalStaff: next() < 0.2 },
                { type: 'receive', at: when, ...intake, ...stage },
                { type: 'receive', at: when, ...intake, ...stage },
              ])
            : pick(anything(when, day));
        await system.execute(code, command);
        if (next() < 0.7) day = addDays(day, Math.floor(next() * 5));
      }
    }),
  );
  return codes;
}

function anything(when: string, day: string): CommandInput[] {
  return [
    { type: 'receive', at: when },
    { type: 'digitise', at: when, complete: true, ofResult: false },
    { type: 'forward', at: when, officer: 'Cán bộ A' },
    { type: 'request-supplement', at: when, reason: 'thiếu giấy tờ' },
    { type: 'supplement', at: when },
    { type: 'request-financial-obligation', at: when },
    { type: 'record-payment', at: when, amount: 20_000, means: 'online' },
    { type: 'record-payment', at: when, amount: 20_000, means: 'cash' },
    { type: 'record-payment', at: when, amount: 20_000, means: 'card' },
    { type: 'transfer', at: when, unit: 'LK-01@2019-06-01' },
    { type: 'transfer', at: when, unit: '26077@2019-06-01' },
    { type: 'resolve', at: when, outcome: 'granted', electronic: true, signature: 'signed' },
    { type: 'resolve', at: when, outcome: 'refused', reason: 'không đủ điều kiện' },
    { type: 'notify-applicant', at: when, means: 'zalo', about: 'result' },
    { type: 'return-result', at: when, byPost: true },
    { type: 'return-result', at: when },
    { type: 'withdraw', at: when },
    { type: 'stop', at: when, cause: 'not-supplemented' },
    { type: 'reopen', at: when, cause: 'agency-error' },
    { type: 'rate', at: when, rating: 'satisfied' },
    { type: 'refuse', at: when, reason: 'không đúng thẩm quyền' },
    { type: 'issue-apology', at: when, reason: 'thiếu người', newDate: at(addDays(day, 9), '17:00') },
    { type: 'correct', at: when, event: 1, data: { channel: 'online' }, reason: 'nhập nhầm' },
  ];
}
