/** One way in which the log is not what it should be. */
export interface Difference {
  kind:
    | 'hash' // content or predecessor are not the ones that were hashed
    | 'version-missing' // a stream has a hole
    | 'slot' // not the slot of its stream
    | 'position-gap' // events are missing, or one is doubled
    | 'recorded-backwards' // recorded before the event at the position before
    | 'seal' // the log up to a seal's position is not what was sealed
    | 'tail-cut'; // the log ends before a seal's position
  position: bigint | null;
  stream: string | null;
  version: number | null;
  detail: string;
}

export interface Verification {
  events: number;
  streams: number;
  /** How many differences there are … */
  found: number;
  /** … and the first 1,000 of them. */
  differences: Difference[];
}

const LISTED = 1000;

/** Collects, with bounded memory. */
export class Findings {
  readonly result: Verification = { events: 0, streams: 0, found: 0, differences: [] };

  add(kind: Difference['kind'], detail: string, at: Partial<Omit<Difference, 'kind' | 'detail'>> = {}): void {
    this.result.found++;
    if (this.result.differences.length >= LISTED) return;
    this.result.differences.push({ kind, position: null, stream: null, version: null, ...at, detail });
  }
}
