import type { Chance } from './chance.js';
import type { CityFiles } from './city.js';

const csv = (header: string, rows: readonly (readonly (string | number)[])[]): string =>
  [header, ...rows.map((row) => row.join(','))].join('\n') + '\n';

const ANNOUNCED = '2024-06-03T01:00:00Z';
const OFF = [
  ...['2025-01-01', '2025-01-27', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31', '2025-04-07'],
  ...['2025-04-30', '2025-05-01', '2025-05-02', '2025-09-01', '2025-09-02', '2026-01-01', '2026-01-02'],
  ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-04-27', '2026-04-30', '2026-05-01'],
  ...['2026-08-31', '2026-09-01', '2026-09-02'],
];
const MADE_UP = ['2025-04-26', '2026-01-10', '2026-08-22'];
/** The day on which a ward is no more, and the one on which its code begins to mean another. */
export const CLOSES = '2025-07-01';
export const REUSED = '2025-09-01';

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ward: ['Hộ tịch', 'Chứng thực'],
  city: ['Xây dựng', 'Đất đai'],
  branch: ['Bảo hiểm'],
};
const LIMITS = [
  [1, ''],
  [3, ''],
  [15, ''],
  ['', '4,hour'],
  ['', '16,hour'],
  ['', '30,calendar-day'],
  ['', '45,calendar-day'],
  ['', '1,month'],
  ['', '3,month'],
] as const;

/** Reference data of a made-up city: limits of all kinds, policies of all words, a ward that closes and whose code comes back. */
export function makeCity(chance: Chance): CityFiles {
  const wards = chance.whole(3, 7);
  const departments = chance.whole(2, 5);
  const name = (population: string, n: number): string => `UBND ${population} số ${n}`;
  const unit = (code: string, n: number, population: string, from: string, until = '', successor = '') =>
    [code, `H88.20.${n}`, name(population, n), population, `Đơn vị ${n}`, from, until, successor] as const;
  const units = [
    unit('41001', 11, 'ward', '2019-06-01', CLOSES, '41004'),
    ...Array.from({ length: wards }, (_, n) => unit(`${41004 + 3 * n}`, 12 + n, 'ward', '2019-06-01')),
    unit('41001', 31, 'ward', REUSED),
    ...Array.from({ length: departments }, (_, n) => unit(`GT-0${n + 1}`, 41 + n, 'city', '2019-06-01')),
    unit('GT-91', 91, 'branch', '2019-06-01'),
  ];
  const procedures = ['ward', 'city', 'branch'].flatMap((population, group) =>
    LIMITS.slice(0, population === 'branch' ? 3 : LIMITS.length).map(([days, limit], n) => ({
      code: `${chance.pick(['1', '2'])}.20${group}${100 + n}`,
      row: [days, chance.pick([0, 15_000, 200_000]), chance.percent(15) ? 1 : 0, population, limit || ','] as const,
      field: chance.pick(FIELDS[population]!),
    })),
  );
  const policies: (readonly string[])[] = [
    ['due-clock', 'end-of-day', ''],
    ['after-hours', '15:00', ''],
    ['supplement-clock', chance.pick(['restart', 'suspend']), ''],
    ['obligation-clock', 'suspend', ''],
    ['consultation-clock', 'none', ''],
    ['suspension-clock', 'suspend', ''],
    ['apology-limit-days', '1', ''],
    ['digitised-rule', 'every-paper-due', ''],
    ['calendar-change', 'keep', ''],
  ];
  for (const { code } of procedures) {
    if (chance.percent(15)) policies.push(['due-clock', 'same-clock-time', code]);
    if (chance.percent(30)) policies.push(['after-hours', chance.pick(['none', '17:00', '15:00']), code]);
    for (const reason of ['supplement', 'obligation', 'consultation', 'suspension']) {
      if (chance.percent(40)) policies.push([`${reason}-clock`, chance.pick(['restart', 'suspend', 'none']), code]);
    }
  }
  return {
    'units.csv': csv('unit,agency_code_placeholder,name,population,aliases,valid_from,valid_to,successors', units),
    'procedures.csv': csv(
      'procedure,name,field,limit_working_days,fee_vnd,special_no_e_result,population,limit_n,limit_unit',
      procedures.map(({ code, row, field }) => [code, `Thủ tục ${code}`, field, ...row]),
    ),
    'policies.csv': csv(
      'key,value,scope,effective_from,source',
      policies.map((row) => [...row, '2000-01-01', 'made up']),
    ),
    'calendar.csv': csv('day,kind,unit,announced_at,note', [
      ...OFF.map((day) => [day, 'off', '', ANNOUNCED, 'made up']),
      ...MADE_UP.map((day) => [day, 'working', '', ANNOUNCED, 'made up']),
    ]),
  };
}
