import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { METRICS, PLACES } from '#metrics';
import { day, instant, named, nullable, oneOf } from '../openapi/schema.js';
import { ProcedureName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';
import { UnitInfo } from '../unit/unit.query.js';

const PlanInfo = named('Plan', {
  number: Type.String(),
  name: Type.String(),
  issued: nullable(day),
  issuer: Type.String(),
  from: day,
  to: day,
});

const PopulationInfo = named(
  'PopulationInfo',
  {
    key: Type.String(),
    label: Type.String({ description: 'alone and within a sentence' }),
    heading: Type.String({ description: 'over its units' }),
    total: Type.String({ description: 'of the sum of its units' }),
    rated: Type.Boolean({ description: 'inside the rates and totals of the plan' }),
  },
  'A group of units that the plan counts by itself',
);

const MetricInfo = named('MetricInfo', {
  id: oneOf(METRICS.map(({ id }) => id)),
  label: Type.String(),
  definition: Type.String(),
  source: Type.String(),
  heading: Type.String({ description: 'of the plan; empty: under that of all rates' }),
  shown: Type.Array(oneOf(PLACES), { description: 'as a card, among the main columns' }),
});

export const MetaView = named('Meta', {
  place: Type.Object({
    name: Type.String({ description: 'within a sentence' }),
    title: Type.String({ description: 'of the page' }),
  }),
  plan: nullable(PlanInfo),
  populations: Type.Array(PopulationInfo, { description: 'in their order' }),
  now: instant,
  demonstration: nullable(Type.Object({ offsetMs: Type.Integer({ description: 'by how much its clock is moved' }) })),
  today: day,
  units: Type.Array(UnitInfo, { description: 'past ones too' }),
  fields: Type.Array(Type.String()),
  procedures: Type.Array(Type.Object({ ...ProcedureName.properties, field: Type.String() })),
  metrics: Type.Array(MetricInfo, { description: 'what the plan counts, in its order' }),
  periods: Type.Object({
    default: Type.String(),
    reportingFrom: Type.String({ pattern: '^\\d\\d-\\d\\d$', description: 'first day of the reporting year' }),
    reportingSource: Type.String({ description: 'which rule says so' }),
  }),
});
export type MetaView = Static<typeof MetaView>;

/** What can be chosen, and what the numbers mean. No parameters. */
export class MetaQuery extends Query<MetaView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
