import { isStock, type Measure } from '#metrics';

/** Sums of one group of dossiers over a span of days. */
export type Sum = (measure: Measure, at: 'before' | 'flow' | 'end') => number;

/** The figures that `tracker figures` gives, with the names that other programs know them by. */
const FIGURES: Record<string, (sum: Sum) => number> = {
  carried: (s) => s('openWithin', 'before') + s('openLate', 'before') + s('waiting', 'before'),
  received: (s) => s('received', 'flow'),
  online: (s) => s('receivedOnline', 'flow'),
  postal: (s) => s('receivedByPost', 'flow'),
  digitised: (s) => s('digitised', 'flow'),
  resolved: (s) => s('resolvedBefore', 'flow') + s('resolvedOnDay', 'flow') + s('resolvedLate', 'flow'),
  before: (s) => s('resolvedBefore', 'flow'),
  on_day: (s) => s('resolvedOnDay', 'flow'),
  late: (s) => s('resolvedLate', 'flow'),
  e_result: (s) => s('electronicResult', 'flow'),
  e_result_of: (s) => s('electronicResultOf', 'flow'),
  withdrawn: (s) => s('withdrawn', 'flow') + s('stopped', 'flow'),
  open_within: (s) => s('openWithin', 'end'),
  open_late: (s) => s('openLate', 'end'),
  waiting: (s) => s('waiting', 'end'),
  payments: (s) => s('payments', 'flow'),
  online_payments: (s) => s('onlinePayments', 'flow'),
  transferred_in: (s) => s('transferredIn', 'flow'),
  transferred_out: (s) => s('transferredOut', 'flow'),
  reopened: (s) => s('reopened', 'flow'),
  stopped: (s) => s('stopped', 'flow'),
  refused: (s) => s('refused', 'flow'),
  returned: (s) => s('returned', 'flow'),
  became_overdue: (s) => s('becameOverdue', 'flow'),
  apologised: (s) => s('apologised', 'flow'),
  submitted_waiting: (s) => s('submitted', 'end'),
  not_returned: (s) => s('unreturned', 'end'),
};

/** Adds up marks or cells per measure: a flow within the span, a stock before it and at its end. */
export class Tally {
  private readonly sums = new Map<Measure, { before: number; flow: number; end: number }>();

  constructor(
    /** the day before the span, its first and its last day (local) */
    private readonly before: string,
    private readonly from: string,
    private readonly to: string,
  ) {}

  mark(measure: Measure, day: string, until: string | null, n: number): void {
    const sum = this.of(measure);
    if (!isStock(measure)) {
      if (day >= this.from && day <= this.to) sum.flow += n;
      return;
    }
    const standsAt = (at: string): number => (day <= at && (until === null || until > at) ? n : 0);
    sum.before += standsAt(this.before);
    sum.end += standsAt(this.to);
  }

  add(measure: Measure, sums: { before: number; flow: number; end: number }): void {
    const sum = this.of(measure);
    sum.before += sums.before;
    sum.flow += sums.flow;
    sum.end += sums.end;
  }

  figures(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(FIGURES).map(([name, of]) => [name, of((measure, at) => this.sums.get(measure)?.[at] ?? 0)]),
    );
  }

  private of(measure: Measure) {
    let sum = this.sums.get(measure);
    if (!sum) this.sums.set(measure, (sum = { before: 0, flow: 0, end: 0 }));
    return sum;
  }
}
