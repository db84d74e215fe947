import type { DossierCommand } from '../src/dossier/commands.js';
import { decide } from '../src/dossier/decide.js';
import type { Decision, DecisionContext } from '../src/kind.js';
import type { Draft } from '../src/dossier/drafts.js';
import type { DossierEventData, DossierEventType, NewDossierEvent } from '../src/dossier/events.js';
import type { Reason } from '../src/dossier/reasons.js';
import { type DossierState, evolveAll, initialState } from '../src/dossier/state.js';
import { timeline } from '../src/dossier/timeline.js';
import { ReferenceData } from '../src/reference/reference-data.js';
import { procedure, unit } from './reference.js';

/** Four wards, one of them no more and one not there yet; limits of 3 working days, 4 hours, none; one special, one no more since 1/12/2024; nobody works on Monday 16/12/2024. */
export const referenceData = new ReferenceData({
  units: [
    unit('26077'),
    unit('26080'),
    unit('26083', '26083', { validTo: '2024-11-01', successors: ['26080@2019-06-01'] }),
    unit('26086', '26086', { validFrom: '2025-01-01' }),
  ],
  procedures: [
    procedure('1.000001', 3),
    procedure('1.000002', null, { limit: { n: 4, unit: 'hour' } }),
    procedure('1.000003', null),
    procedure('1.000004', 3, { special: true }),
    procedure('1.000005', 3, { validTo: '2024-12-01' }),
  ],
  policies: [],
  days: [{ day: '2024-12-16', kind: 'off', unit: null, announcedAt: '2024-01-01T00:00:00.000Z', note: '' }],
  hours: [],
});

/** A fact as it was recorded; by default on the spot. */
export type Recorded = Draft & { recordedAt?: string };
type Step = DossierCommand | Recorded;
/** What an event says, and its instant where that is not the command's. */
export type Expected = { [T in DossierEventType]: [T, DossierEventData<T>, string?] }[DossierEventType];

export interface Today {
  /** the instant of the decision; by default the command's own */
  now?: string;
  askedUpTo?: string;
  reference?: ReferenceData;
}

export const decideOn = (
  state: DossierState,
  command: DossierCommand,
  today: Today = {},
): Decision<NewDossierEvent> => {
  const { now = command.at, askedUpTo = now, reference = referenceData } = today;
  const context: DecisionContext = { now, askedUpTo, reference, calendar: reference.calendar };
  return decide(state, command, context);
};

const record = (state: DossierState, facts: readonly Recorded[], now: string): DossierState =>
  evolveAll(
    state,
    facts.map((fact, i) => ({ recordedAt: now, ...fact, version: state.version + 1 + i })),
  );

/** The dossier after commands, each decided on the spot, and facts that are taken as they are. Throws when one is refused. */
export function stateAfter(steps: readonly Step[], today: Today = {}): DossierState {
  let state = initialState('H19.45.22-241202-0001');
  for (const step of steps) {
    if ('occurredAt' in step && !('at' in step)) {
      state = record(state, [step], step.occurredAt);
      continue;
    }
    const decision = decideOn(state, step as DossierCommand, today);
    if (!decision.ok) throw new Error(`${step.type}: ${JSON.stringify(decision.refusals)}`);
    state = record(state, decision.events, today.now ?? (step as DossierCommand).at);
  }
  return state;
}

/** A due instant without the steps that led to it: those have specs of their own. */
function bare(data: object): object {
  if (!('due' in data)) return data;
  const { at, basis } = data.due as { at: string; basis: string };
  return { ...data, due: { at, basis } };
}

/**
 * given(commands or facts).when(command).then(events), each with exactly its type, data and instant,
 * or .thenRefused(reason, pointer).
 */
export const given = (...steps: Step[]) => ({
  when(command: DossierCommand, today: Today = {}) {
    const state = stateAfter(steps);
    const decision = decideOn(state, command, today);
    const events = decision.ok ? decision.events : [];
    return {
      then(...expected: Expected[]): void {
        const actual = decision.ok
          ? events.map(({ type, data, occurredAt }) => [type, bare(data), occurredAt])
          : decision.refusals;
        expect(actual).toEqual(expected.map(([type, data, occurredAt = command.at]) => [type, data, occurredAt]));
      },
      thenRefused(reason: Reason, pointer?: string): void {
        const actual = decision.ok ? events.map(({ type }) => type) : decision.refusals;
        expect(actual).toEqual([expect.objectContaining({ reason, ...(pointer ? { pointer } : {}) })]);
      },
      /** what the dossier amounts to with the new facts */
      timeline: () => timeline(record(state, events, today.now ?? command.at)),
    };
  },
});
