import { Query } from '@nestjs/cqrs';
import { type Static, Type } from 'typebox';
import { CHANNELS, PHASES, WAIT_KINDS } from '#domain';
import { DOORS } from '#event-store';
import { measureNames } from '#metrics';
import { day, instant, named, nullable, oneOf } from '../openapi/schema.js';
import { AsOf } from '../query/as-of.js';
import { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';

export const Detail = named('Detail', {
  label: Type.String(),
  value: Type.String(),
  dossier: Type.Optional(Type.String({ description: 'the code of the dossier to which the value leads' })),
});
export type Detail = Static<typeof Detail>;

export const TimelineEvent = named('TimelineEvent', {
  version: Type.Integer({ minimum: 1 }),
  type: Type.String(),
  label: Type.String(),
  occurredAt: instant,
  recordedAt: instant,
  door: oneOf(DOORS),
  detail: Type.Array(Detail),
  retracted: Type.Optional(Type.Boolean({ description: 'it has been taken back, and counts in nothing' })),
});
export type TimelineEvent = Static<typeof TimelineEvent>;

export const DueView = named('Due', {
  at: instant,
  basis: oneOf(['stated', 'computed']),
  explanation: Type.String(),
  first: nullable(Type.Object({ at: instant }, { description: 'the round’s first promise, where it is another' })),
});

export const RoundView = named(
  'Round',
  {
    from: instant,
    due: nullable(DueView),
    appointment: nullable(
      Type.Object(
        { at: instant },
        { description: 'stated or changed after the due instant had passed: beside it, never in its place' },
      ),
    ),
    late: Type.Boolean({
      description: 'its end is held against its due instant; as long as it runs, its overdue stands',
    }),
    overdueAt: nullable(instant),
    apology: nullable(Type.Object({ at: instant, newDate: instant })),
    ending: nullable(Type.Object({ kind: oneOf(['resolved', 'withdrawn', 'stopped']), at: instant })),
    index: nullable(
      Type.Object(
        { due: instant, sentence: Type.String() },
        { description: 'the clock of QĐ 766 (2.1), where it tells something else' },
      ),
    ),
  },
  'From a beginning (receipt, re-opening) to the next: what was promised, and what became of it',
);
export type RoundView = Static<typeof RoundView>;

export const DossierView = named('DossierView', {
  asOf: AsOf,
  code: Type.String(),
  parent: nullable(
    Type.String({
      description: 'the dossier of which it is a stage: it is counted there, and stands in no list of work',
    }),
  ),
  state: Type.Object({
    phase: oneOf(PHASES),
    late: Type.Boolean(),
    unit: nullable(UnitName),
    receivingUnit: nullable(UnitName),
    procedure: nullable(ProcedureName),
    field: nullable(Type.String()),
    channel: nullable(oneOf(CHANNELS)),
    holder: nullable(Type.String()),
    receivedAt: nullable(instant),
    endedAt: nullable(instant),
    returnedAt: nullable(instant),
  }),
  due: nullable(DueView),
  rounds: Type.Array(RoundView),
  waits: Type.Array(Type.Object({ kind: oneOf(WAIT_KINDS), from: instant, to: nullable(instant) }), {
    description: 'what the clock was stopped for',
  }),
  events: Type.Array(TimelineEvent),
  marks: Type.Array(
    Type.Object({
      measure: oneOf(measureNames),
      label: Type.String(),
      unit: UnitName,
      day,
      until: nullable({
        ...day,
        description: 'the last day at whose end a stock had it; null: it still has, or it is no stock',
      }),
    }),
    { description: 'in which figures it counts' },
  ),
});
export type DossierView = Static<typeof DossierView>;

/** One dossier as the figures know it. Parameter: code. */
export class DossierQuery extends Query<DossierView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
