import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { METRICS } from '#metrics';
import { day, instant, named, nullable, oneOf } from '../openapi/schema.js';
import { ProcedureName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';
import { UnitInfo } from '../unit/unit.query.js';

export const MetaView = named('Meta', {
  place: Type.Object({ name: Type.String() }),
  now: instant,
  demonstration: nullable(Type.Object({ offsetMs: Type.Integer({ description: 'by how much its clock is moved' }) })),
  today: day,
  units: Type.Array(UnitInfo, { description: 'past ones too' }),
  fields: Type.Array(Type.String()),
  procedures: Type.Array(Type.Object({ ...ProcedureName.properties, field: Type.String() })),
  metrics: Type.Array(
    Type.Object({
      id: oneOf(METRICS.map(({ id }) => id)),
      label: Type.String(),
      definition: Type.String(),
      source: Type.String(),
    }),
    { description: 'in the order of the table' },
  ),
  periods: Type.Object({ default: Type.String() }),
});
export type MetaView = Static<typeof MetaView>;

/** What can be chosen, and what the numbers mean. No parameters. */
export class MetaQuery extends Query<MetaView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
