import {
  type DossierState,
  type Due,
  effectiveFacts,
  type Fact,
  statedDue,
  type Timeline,
  Walk,
  type WaitKind,
  waitsFor,
} from '#domain';

/** A due instant that came to stand, and the fact that brought it. */
export interface StandingDue {
  fact: Fact;
  due: Due;
  /** of which round, the first is 0 */
  round: number;
  /** key of the unit that had the dossier then */
  unit: string | null;
}

/** A stretch in which the dossier waited for something. `to` null: still waiting. */
export interface Wait {
  kind: WaitKind;
  from: string;
  to: string | null;
}

/** What a dossier's facts amount to, with the way by which its due instants and its waits came about. */
export function walkThrough(state: DossierState): { t: Timeline; dues: StandingDue[]; waits: Wait[] } {
  const walk = new Walk(statedDue);
  const dues: StandingDue[] = [];
  const waits: Wait[] = [];
  for (const fact of effectiveFacts(state)) {
    const before = walk.t.due;
    walk.step(fact);
    const { due, unit, rounds } = walk.t;
    if (due && due !== before) dues.push({ fact, due, round: rounds.length - 1, unit });
    for (const wait of waits) {
      if (wait.to === null && waitsFor(walk.t, wait.kind).length === 0) wait.to = fact.occurredAt;
    }
    for (const { kind, from, stop } of walk.t.waits.values()) {
      if (stop !== 'none' && !waits.some((wait) => wait.kind === kind && wait.to === null))
        waits.push({ kind, from, to: null });
    }
  }
  return { t: walk.t, dues, waits };
}
