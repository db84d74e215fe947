import { createHash } from 'node:crypto';
import { evolveAll, evolveRegister, emptyRegister, initialState, timeline, type RecordedEvent } from '#domain';
import { marksOf } from '#metrics';
import { PROJECTIONS } from '../src/index.js';
import { unitRows } from '../src/units/units.projection.js';
import { codeOf, life, REGISTER, unitEvents } from './histories.js';

/**
 * What the rules make of some facts, by the versions of the projections that follow from them. A difference here is a difference in every
 * database that is in use: raise the versions.
 */
const DIGESTS: Record<string, string> = {
  'dossiers 1, marks 1, cells 1': '4055072ceddfb8b8',
  // these lives have no round, wait or unit on which the two differ: the log of the time before tells them apart
  'dossiers 2, marks 2, cells 2': '4055072ceddfb8b8',
  // the clock of QĐ 766 that ran out before what counts of it, a correction onto a day on which the unit is no more: none is in these lives
  'dossiers 3, marks 3, cells 3': '4055072ceddfb8b8',
  'units 1': '3ed58b6e014c43bd',
};

const versionsOf = (...names: string[]): string =>
  PROJECTIONS.filter(({ name }) => names.includes(name))
    .map(({ name, version }) => `${name} ${version}`)
    .join(', ');
const recorded = (events: readonly { occurredAt: string }[]): RecordedEvent[] =>
  events.map((event, i) => ({ ...event, version: i + 1, recordedAt: event.occurredAt })) as RecordedEvent[];

it('dossiers, marks and cells have other versions when the same facts give others', () => {
  const hash = createHash('sha256');
  for (let n = 0; n < 500; n++) {
    const t = timeline(evolveAll(initialState(codeOf(n)), recorded(life(n))));
    const marks = marksOf(t).map((mark) => JSON.stringify(Object.entries(mark).sort()));
    hash.update(JSON.stringify([t.phase, t.late, t.due?.at, t.unit, marks.sort()]));
  }
  const versions = versionsOf('dossiers', 'marks', 'cells');
  expect({ versions, digest: hash.digest('hex').slice(0, 16) }).toEqual({ versions, digest: DIGESTS[versions] });
});

it('units have another version when the same facts give others', () => {
  const said = recorded(unitEvents()).map((event) => ({ ...event, meta: { caller: 'counter-1' } }));
  const rows = unitRows(REGISTER, evolveRegister(emptyRegister(), said));
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
  const versions = versionsOf('units');
  expect({ versions, digest }).toEqual({ versions, digest: DIGESTS[versions] });
});
