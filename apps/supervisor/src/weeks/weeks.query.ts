import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { count, named } from '../openapi/schema.js';
import type { RawQuery } from '../query/parameters.js';

export const DEFAULT_COUNT = 26;
export const MAX_COUNT = 106;

export const WeekPoint = named('WeekPoint', {
  week: Type.String({ pattern: String.raw`^\d{4}-W\d\d$` }),
  label: Type.String(),
  unfinished: Type.Boolean({ description: 'it is the week of today: more will be counted in it' }),
  received: count,
  resolved: count,
  openLate: { ...count, description: 'at the end of its Sunday, or by now' },
});
export type WeekPoint = Static<typeof WeekPoint>;

/** Received and resolved per ISO week, with what was open and late at its end. Parameters: as of the overview, unit, count. */
export class WeeksQuery extends Query<WeekPoint[]> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
