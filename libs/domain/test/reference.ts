import { ReferenceData } from '../src/reference/reference-data.js';
import { nationalPart, type Population, type Procedure, type Unit } from '../src/reference/reference.js';

export const unit = (code: string, name = code, more: Partial<Unit> = {}): Unit => ({
  key: `${code}@2019-06-01`,
  code,
  name,
  population: 'ward' as Population,
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
  ...more,
});

/** A procedure with a limit in working days; null: without a limit. */
export const procedure = (code: string, days: number | null, more: Partial<Procedure> = {}): Procedure => ({
  code,
  national: nationalPart(code),
  name: code,
  field: 'Hộ tịch',
  limit: days === null ? null : { n: days, unit: 'working-day' },
  feeVnd: 0,
  special: false,
  population: 'ward',
  ...more,
});

/** Two wards and a department; procedures of 3 and 5 working days, one without a limit, one special, one no more since 2/12/2024. No day off. */
export const reference = new ReferenceData({
  units: [
    unit('26077', 'Phường Xuân Bình', { agencyCode: 'H19.45.22', aliases: ['UBND phường Xuân Bình'] }),
    unit('26080', 'Phường Xuân An', { agencyCode: 'H19.45.23' }),
    unit('26083', 'Phường Xuân Hòa', { agencyCode: 'H19.45.24', validTo: '2025-07-01' }),
    unit('LK-04', 'Phòng Tài chính - Kế hoạch', { agencyCode: 'H19.45.04', population: 'city' }),
  ],
  procedures: [
    procedure('1.000001', 3),
    procedure('1.000002', null),
    procedure('1.000003', 5, { field: 'Đất đai' }),
    procedure('1.000004', 3, { special: true }),
    procedure('1.000005', 3, { validTo: '2024-12-02' }),
  ],
  policies: [],
  days: [],
  hours: [],
});

/** An hour of a day of December 2024, in Vietnam. 2/12 is a Monday: 3 working days from then end on 5/12 at 17:00. */
export const at = (day: number, hour = 9, minute = 0): string =>
  new Date(Date.UTC(2024, 11, day, hour - 7, minute)).toISOString();

export const reasonRef = '00000000-0000-4000-8000-000000000000';
