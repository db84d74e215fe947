import { type LocalDay, nationalPart } from '#domain';

/** How often a procedure is asked for and how it runs. Names, fields, limits and fees come from the reference data. */
export interface ServiceProfile {
  code: string;
  weight: number;
  /** settled while the applicant waits */
  atOnce?: boolean;
  /** share in which papers are missing */
  supplement?: number;
  /** share with a financial obligation that another agency sets */
  obligation?: number;
  /** agencies that take part, each with a stage of its own */
  linked?: readonly string[];
  /** share in which another agency is consulted */
  consult?: number;
  /** months (1 … 12) in which it is asked for more, or all that it is asked for in when `only` */
  season?: { months: readonly number[]; factor: number; only?: boolean };
}

const service = (code: string, weight: number, more: Omit<ServiceProfile, 'code' | 'weight'> = {}): ServiceProfile => ({
  code,
  weight,
  ...more,
});

/** Before the school year: certified copies, births, residence. */
const ENROLMENT = { months: [7, 8, 9], factor: 1.5 };
const POLICE_AND_INSURANCE = ['Công an thành phố', 'Bảo hiểm xã hội thành phố'];

export const WARD_SERVICES: readonly ServiceProfile[] = [
  service('2.000815', 30, { atOnce: true, season: ENROLMENT }),
  service('2.000884', 10, { atOnce: true }),
  service('1.001193', 10, { season: ENROLMENT }),
  service('1.004873', 10, { supplement: 0.03 }),
  service('2.001035', 6, { supplement: 0.03 }),
  service('1.000894', 5, { season: { months: [1, 10, 11, 12], factor: 1.5 } }),
  service('2.002621', 5, { linked: POLICE_AND_INSURANCE, season: ENROLMENT }),
  service('1.000656', 4),
  service('1.004859', 3, { supplement: 0.1 }),
  service('1.001776', 3, { supplement: 0.12 }),
  service('1.001699', 1.5, { supplement: 0.12, consult: 0.1 }),
  service('1.000689', 1, { supplement: 0.06 }),
  service('1.001022', 1, { supplement: 0.06 }),
  service('1.001731', 1, { supplement: 0.06 }),
  service('1.010833', 1, { supplement: 0.06 }),
  service('1.011607', 1, { supplement: 0.08 }),
  service('1.011606', 4, { season: { months: [9], factor: 1, only: true } }),
  service('2.002622', 0.8, { linked: POLICE_AND_INSURANCE, supplement: 0.05 }),
  service('2.000509', 0.5, { supplement: 0.1, consult: 0.2 }),
  service('1.001653', 0.5),
  service('2.001019', 0.5),
  service('2.001016', 0.5),
  service('1.004746', 0.3, { supplement: 0.08 }),
  service('1.005461', 0.3, { supplement: 0.08 }),
  service('1.004837', 0.3),
  service('2.001263', 0.3, { supplement: 0.15, consult: 0.3 }),
];

export const DEPARTMENT_SERVICES: Readonly<Record<string, readonly ServiceProfile[]>> = {
  'LK-01': [
    service('2.000635', 60, { atOnce: true }),
    service('2.000992', 15),
    service('2.000748', 14, { supplement: 0.1 }),
    service('2.000806', 6, { supplement: 0.1, consult: 0.15 }),
    service('2.000528', 5),
  ],
  'LK-02': [
    service('1.000798', 60, { supplement: 0.1, obligation: 0.7, consult: 0.1 }),
    service('2.000381', 15, { supplement: 0.12, obligation: 0.6, consult: 0.15 }),
    service('1.003554', 10, { supplement: 0.08 }),
    service('2.000395', 6, { supplement: 0.08, consult: 0.2 }),
    service('1.010724', 5, { supplement: 0.2, consult: 0.2 }),
    service('1.010725', 4, { supplement: 0.15 }),
  ],
  'LK-03': [
    service('1.012222', 60, { supplement: 0.1, consult: 0.05 }),
    service('1.009995', 15, { supplement: 0.1 }),
    service('1.009999', 8),
    service('1.008455', 17),
  ],
  'LK-04': [
    service('1.001612', 45, { supplement: 0.04 }),
    service('2.000720', 25, { supplement: 0.04 }),
    service('1.001570', 8),
    service('1.001266', 14, { season: { months: [12, 1], factor: 1.6 } }),
    service('2.000575', 5),
    service('1.005280', 2, { supplement: 0.1 }),
    service('2.002123', 1),
  ],
  'LK-05': [service('2.000286', 35, { supplement: 0.12 }), service('1.010832', 65)],
  'LK-06': [service('2.001885', 70, { supplement: 0.1 }), service('1.008898', 30)],
  'LK-07': [service('2.000414', 85), service('1.003827', 15, { supplement: 0.15, consult: 0.4 })],
  'LK-08': [service('2.002500', 75), service('2.002408', 25, { consult: 0.3 })],
  'LK-91': [service('1.001613', 1)],
  'LK-95': [service('1.004227', 1, { supplement: 0.06 })],
};

/** What a unit is asked for: a department its own procedures, a ward or commune all of theirs. */
export const officeServices = (unitCode: string): readonly ServiceProfile[] =>
  DEPARTMENT_SERVICES[unitCode] ?? WARD_SERVICES;

/** How often a procedure is asked for on a day. */
export function weightOn({ weight, season }: ServiceProfile, day: LocalDay): number {
  if (!season) return weight;
  const inSeason = season.months.includes(Number(day.slice(5, 7)));
  return weight * (inSeason ? season.factor : season.only ? 0 : 1);
}

const AT_ONCE = new Set(
  [WARD_SERVICES, ...Object.values(DEPARTMENT_SERVICES)]
    .flat()
    .filter(({ atOnce }) => atOnce)
    .map(({ code }) => code),
);

/** Whether a procedure is settled while the applicant waits. */
export const isAtOnce = (procedure: string): boolean => AT_ONCE.has(nationalPart(procedure));
