/** How a unit works in the demonstration. Shares are 0 … 1. All of it is made up and says nothing about real offices. */
export interface UnitProfile {
  code: string;
  /** its part of the dossiers of its population */
  weight: number;
  /** share of dossiers that end after their due instant */
  late: number;
  /** working days by which late ones are late, on average */
  lateBy: number;
  digitised: number;
  electronic: number;
  online: number;
  /** of the payments: without cash at all, and online among them */
  cashless: number;
  onlinePaid: number;
  /** of the late ones: apologised for in time, and only afterwards */
  apologyInTime: number;
  apologyAfter: number;
  satisfied: number;
  /** postal staff sit at its counter */
  postalStaff: number;
}

const unit = (code: string, weight: number, rates: Partial<UnitProfile>): UnitProfile => ({
  code,
  weight,
  late: 0.028,
  lateBy: 3,
  digitised: 0.42,
  electronic: 0.26,
  online: 0.42,
  cashless: 0.2,
  onlinePaid: 0.12,
  apologyInTime: 0.45,
  apologyAfter: 0.3,
  satisfied: 0.95,
  postalStaff: 0,
  ...rates,
});

/** Wards and communes: most on target, some below in one thing, Bàu Sen behind in nearly everything. */
export const WARDS: readonly UnitProfile[] = [
  unit('26071', 5, { late: 0.016, digitised: 0.47, online: 0.5 }),
  unit('26074', 5, { late: 0.025, digitised: 0.36, electronic: 0.18 }),
  unit('26077', 9, { late: 0.016, digitised: 0.58, electronic: 0.41, online: 0.55, cashless: 0.34, onlinePaid: 0.24 }),
  unit('26080', 11, { late: 0.019, digitised: 0.52, electronic: 0.33, online: 0.49, postalStaff: 0.12 }),
  unit('26083', 8, { late: 0.02, digitised: 0.44, electronic: 0.3, online: 0.44 }),
  unit('26086', 6, { late: 0.028, digitised: 0.33, electronic: 0.19, online: 0.37 }),
  unit('26095', 7, { late: 0.023, digitised: 0.41, online: 0.41 }),
  unit('26098', 8, { late: 0.022, digitised: 0.38, electronic: 0.24, online: 0.46, cashless: 0.27 }),
  unit('26101', 5, { late: 0.042, lateBy: 4, digitised: 0.31, electronic: 0.15, online: 0.33, apologyInTime: 0.25 }),
  unit('26104', 4, {
    late: 0.1,
    lateBy: 9,
    digitised: 0.19,
    electronic: 0.08,
    online: 0.22,
    cashless: 0.07,
    onlinePaid: 0.04,
    apologyInTime: 0.12,
    apologyAfter: 0.28,
    satisfied: 0.84,
  }),
  unit('26110', 7, { late: 0.021, digitised: 0.45, online: 0.45 }),
  unit('26089', 6, { late: 0.026, digitised: 0.37, electronic: 0.21, online: 0.36 }),
  unit('26092', 6, { late: 0.021, digitised: 0.4, online: 0.4 }),
  unit('26107', 5, { late: 0.031, digitised: 0.34, electronic: 0.16, online: 0.34, satisfied: 0.92 }),
  unit('26113', 8, { late: 0.018, digitised: 0.5, electronic: 0.29, online: 0.47, cashless: 0.25, onlinePaid: 0.17 }),
];

/** Departments: natural resources clearly behind, the others around their targets. */
export const DEPARTMENTS: readonly UnitProfile[] = [
  unit('LK-01', 24, { late: 0.02, digitised: 0.51, electronic: 0.36, online: 0.48, cashless: 0.24, onlinePaid: 0.17 }),
  unit('LK-02', 20, {
    late: 0.14,
    lateBy: 12,
    digitised: 0.29,
    electronic: 0.17,
    online: 0.24,
    cashless: 0.13,
    onlinePaid: 0.06,
    apologyInTime: 0.2,
    apologyAfter: 0.3,
    satisfied: 0.83,
  }),
  unit('LK-03', 17, { late: 0.05, lateBy: 5, digitised: 0.43, electronic: 0.28, online: 0.35, cashless: 0.18 }),
  unit('LK-04', 26, { late: 0.017, digitised: 0.57, electronic: 0.44, online: 0.62, cashless: 0.38, onlinePaid: 0.29 }),
  unit('LK-05', 6, { late: 0.024, digitised: 0.44, electronic: 0.31, online: 0.3 }),
  unit('LK-06', 2, { late: 0.02, digitised: 0.62, electronic: 0.5, online: 0.55 }),
  unit('LK-07', 3, { late: 0.03, digitised: 0.35, electronic: 0.26, online: 0.41 }),
  unit('LK-08', 2, { late: 0.02, digitised: 0.48, electronic: 0.3, online: 0.33 }),
  unit('LK-91', 1, { late: 0.03 }),
  unit('LK-95', 2, { late: 0.05, lateBy: 4 }),
];

const BY_CODE = new Map([...WARDS, ...DEPARTMENTS].map((profile) => [profile.code, profile]));
const OTHERS = unit('', 0, {});

/** The profile of a unit by its code or key; one of the ordinary kind for a unit that is not listed. */
export const profileOf = (codeOrKey: string): UnitProfile => BY_CODE.get(codeOrKey.split('@', 1)[0]!) ?? OTHERS;
