import { Query } from '@nestjs/cqrs';
import type { RawQuery } from '../query/parameters.js';

export interface WeekPoint {
  week: string;
  label: string;
  received: number;
  resolved: number;
  /** at the end of its Sunday, or by now */
  openLate: number;
}

/** Received and resolved per ISO week, with what was open and late at its end. Parameters: as of the overview, unit, count. */
export class WeeksQuery extends Query<WeekPoint[]> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
