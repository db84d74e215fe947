import {
  addDays,
  type DossierState,
  isOpen,
  lastEnding,
  type LocalDay,
  localDay,
  type ReferenceData,
  type Timeline,
} from '#domain';
import type { StoredEvent } from '#event-store';
import { marksOf } from '#metrics';
import { MEASURE_LABELS } from '../figures/measures.vi.js';
import { procedureName, unitName } from '../query/names.js';
import type { Present } from '../query/present.js';
import { holderName } from '../worklist/worklist.js';
import type { DossierView, TimelineEvent } from './dossier.query.js';
import { describeEvent, withoutEffect } from './events.vi.js';
import { roundViews } from './rounds.js';
import { walkThrough } from './walk.js';

/** What a dossier's page shows, from its state and the events that made it. */
export function dossierView(
  state: DossierState,
  events: readonly StoredEvent[],
  { reference, now }: Pick<Present, 'reference' | 'now'>,
): Omit<DossierView, 'asOf'> {
  const { t, dues, waits } = walkThrough(state);
  const rounds = roundViews(t, dues, reference, now);
  return {
    code: state.code,
    parent: t.parent,
    state: stateView(t, reference, localDay(now)),
    due: rounds.at(-1)?.due ?? null,
    rounds,
    waits,
    events: timelineEvents(events, t, reference),
    marks: marksOf(t).map(({ measure, unit, day, until }) => ({
      measure,
      label: MEASURE_LABELS[measure],
      unit: unitName(unit, reference),
      day,
      until: until && addDays(until, -1),
    })),
  };
}

function stateView(t: Timeline, reference: ReferenceData, on: LocalDay): DossierView['state'] {
  return {
    phase: t.phase,
    late: t.late,
    unit: t.unit === null ? null : unitName(t.unit, reference),
    receivingUnit: t.receivingUnit === null ? null : unitName(t.receivingUnit, reference),
    procedure: t.procedure && procedureName(t.procedure.code, reference, on),
    field: t.procedure?.field ?? null,
    channel: t.channel,
    holder: t.holder && holderName(t.holder, reference),
    receivedAt: t.received?.at ?? null,
    endedAt: isOpen(t.phase) ? null : (lastEnding(t)?.at ?? t.refused?.at ?? null),
    returnedAt: isOpen(t.phase) ? null : (t.returned.at(-1)?.at ?? null),
  };
}

/** Events in the order in which they happened; what was recorded later for the same instant comes later. */
function timelineEvents(events: readonly StoredEvent[], t: Timeline, reference: ReferenceData): TimelineEvent[] {
  const takenBack = new Set(
    events
      .filter(({ type }) => type === 'Retracted' || type === 'OverdueRetracted')
      .map(({ data }) => (data as { event: number }).event),
  );
  const ignored = new Map(t.ignored.map((each) => [each.v, each]));
  return [...events]
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : a.version - b.version))
    .map(({ version, type, occurredAt, recordedAt, data, meta }) => {
      const { label, detail } = describeEvent(type, data, reference);
      return {
        version,
        type,
        label,
        occurredAt,
        recordedAt,
        door: meta.door,
        detail: ignored.has(version) ? [...detail, withoutEffect(ignored.get(version)!)] : detail,
        ...(takenBack.has(version) && { retracted: true }),
      };
    });
}
