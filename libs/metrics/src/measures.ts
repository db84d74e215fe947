/**
 * What is counted of dossiers: the columns of the cells. A flow is counted on a day; a stock holds from a day to a day
 * and is asked for at the end of one. Numbers are stored, so a number is never used again for something else.
 */
export const MEASURES = {
  // flows
  received: [1, 'flow'],
  receivedOnline: [2, 'flow'],
  receivedByPost: [3, 'flow'],
  receivedByPostalStaff: [4, 'flow'],
  digitised: [5, 'flow'],
  takenIn: [6, 'flow'],
  takenInForOthers: [7, 'flow'],
  transferredIn: [8, 'flow'],
  transferredOut: [9, 'flow'],
  reopened: [10, 'flow'],
  resolvedBefore: [11, 'flow'],
  resolvedOnDay: [12, 'flow'],
  resolvedLate: [13, 'flow'],
  electronicResultOf: [14, 'flow'],
  electronicResult: [15, 'flow'],
  notified: [16, 'flow'],
  returned: [17, 'flow'],
  returnedByPost: [18, 'flow'],
  withdrawn: [19, 'flow'],
  stopped: [20, 'flow'],
  refused: [21, 'flow'],
  payments: [22, 'flow'],
  onlinePayments: [23, 'flow'],
  paymentsOfKnownMeans: [24, 'flow'],
  cashlessPayments: [25, 'flow'],
  rated: [26, 'flow'],
  ratedSatisfied: [27, 'flow'],
  becameOverdue: [28, 'flow'],
  apologised: [29, 'flow'],
  apologisedInTime: [30, 'flow'],
  ended766: [31, 'flow'],
  endedInTime766: [32, 'flow'],
  metNewDate: [33, 'flow'],
  linkedReceived: [34, 'flow'],
  linkedResolved: [35, 'flow'],
  linkedLate: [36, 'flow'],
  // stocks
  openWithin: [50, 'stock'],
  openLate: [51, 'stock'],
  waiting: [52, 'stock'],
  submitted: [53, 'stock'],
  unreturned: [54, 'stock'],
  openInTime766: [55, 'stock'],
} as const satisfies Record<string, readonly [number, 'flow' | 'stock']>;

export type Measure = keyof typeof MEASURES;
export const measureNames = Object.keys(MEASURES) as Measure[];
export const measureCode = (measure: Measure): number => MEASURES[measure][0];
export const isStock = (measure: Measure): boolean => MEASURES[measure][1] === 'stock';
const BY_CODE = new Map(measureNames.map((name) => [measureCode(name), name]));

/** The measure with a stored number; throws on a number that was never given out. */
export function measureOf(code: number): Measure {
  const name = BY_CODE.get(code);
  if (!name) throw new RangeError(`no measure has the number ${code}`);
  return name;
}
