import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { PHASES } from '#domain';
import { count, day, instant, named, nullable, oneOf, position } from '../openapi/schema.js';
import { AsOf } from '../query/as-of.js';
import { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';

export const UndecidedItem = named('UndecidedItem', {
  code: Type.String(),
  unit: Type.Object({
    ...UnitName.properties,
    validTo: { ...day, description: 'the first day on which it was no more' },
  }),
  successors: Type.Array(UnitName, {
    description: 'the successors between which nothing decides; none: the data name none',
  }),
  procedure: nullable(ProcedureName),
  phase: oneOf(PHASES),
  dueAt: nullable(instant),
});

export const UndecidedView = named(
  'Undecided',
  { total: count, items: Type.Array(UndecidedItem, { description: 'the first ones, by code' }) },
  'Open dossiers of units that are no more, of which the data do not say who takes them over: a person has to',
);
export type UndecidedView = Static<typeof UndecidedView>;

/** How the machinery stands. No value of a message, no particulars. */
export const OperationsView = named('Operations', {
  asOf: AsOf,
  head: position,
  lastEventAt: nullable(instant),
  lagEvents: count,
  slots: Type.Array(Type.Object({ slot: count, position, lagEvents: count })),
  generation: count,
  building: nullable(Type.Object({ generation: count, position, target: position, startedAt: instant })),
  deadLetters: count,
  parked: count,
  refused: Type.Array(Type.Object({ fault: Type.String(), label: Type.String(), messages: count }), {
    description: 'messages of feeds that were kept aside and not let in yet, by reason',
  }),
  importing: Type.Array(Type.Object({ source: Type.String(), since: instant, until: instant }), {
    description: 'sources that are being imported: the clock asks their dossiers when that ends, or `until` passes',
  }),
  closedUnits: UndecidedView,
  calendar: Type.Object(
    { announcedUntil: nullable(day), endsSoon: Type.Boolean() },
    { description: 'how far the announced days off reach; beyond, due instants are provisional' },
  ),
});
export type OperationsView = Static<typeof OperationsView>;

export class OperationsQuery extends Query<OperationsView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
