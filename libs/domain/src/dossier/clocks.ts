import type { Due, Stop } from './events.js';
import type { Fact } from './state.js';
import {
  type IndexClock,
  passes,
  type Pause,
  roundOf,
  type Standstill,
  type Timeline,
  type Wait,
  type WaitKind,
} from './view.js';

/** The due instant that a clock-moving fact has: the one it carries, or reckoned anew. */
export type Reckon = (fact: Fact, clocks: Clocks) => Due | undefined;

/** QĐ 766 takes out the time waited for the applicant, whatever the plan's policy says of it; asking another agency is none. */
const isTakenOut = ({ kind }: Wait): boolean => kind !== 'consultation';

/**
 * The two clocks of a dossier's latest round: the plan's, which stands, goes on or begins anew as the policies in the
 * receipt say (NĐ 61/2018 Đ.19 k.4), and that of QĐ 766, from which waits for the applicant are taken out. A clock that
 * has run out stays run out: nothing that happens afterwards moves it.
 */
export class Clocks {
  /** while the plan's clock stands */
  standstill: Standstill | null = null;
  /** what the fact at hand does to the plan's clock */
  movement: 'begins' | 'restarts' | 'goes-on' | 'none' = 'none';
  /** the wait that has just ended, by the clock of QĐ 766 */
  indexPause: Pause | null = null;

  constructor(
    readonly t: Timeline,
    private readonly reckon: Reckon,
  ) {}

  /** Time has passed up to a fact: a clock whose due instant lies before it has run out. */
  tick(at: string): void {
    const round = roundOf(this.t);
    if (!round || round.ending) return;
    const { due, index } = round;
    if (this.t.phase === 'open' && due && round.ranOutAt === null && due.at < at) round.ranOutAt = this.begun(due.at);
    if (index && index.standsSince === null && index.ranOutAt === null && index.due < at)
      index.ranOutAt = passes(index);
  }

  /** The plan's clock is known to have run out by now. */
  runOut(at: string): void {
    roundOf(this.t)!.ranOutAt ??= at;
  }

  /** A clock that was started or set later than its due instant has run out from then on. */
  private begun(dueAt: string): string {
    const { from } = this.t.stretches.at(-1)!;
    return dueAt > from ? dueAt : from;
  }

  /** A round begins: its clocks start. */
  start(fact: Fact): void {
    const { t } = this;
    this.standstill = null;
    this.movement = 'begins';
    const due = this.reckon(fact, this) ?? null;
    t.rounds.push({
      from: fact.occurredAt,
      due,
      appointment: null,
      ranOutAt: null,
      overdue: null,
      index: due && {
        due: due.at,
        countsFrom: fact.occurredAt,
        unrolled: due.unrolled,
        standsSince: null,
        ranOutAt: null,
        secondRequestAt: null,
      },
      supplementRequests: 0,
      electronic: false,
      notifiedOfResult: false,
      apology: null,
      ending: null,
      rating: null,
    });
    t.due = due;
  }

  /** Something is asked for: its wait begins, and the clock stands if the policy says so. */
  ask(
    fact: Fact,
    kind: WaitKind,
    policy: Stop,
    { of = null, owed = null }: Partial<Pick<Wait, 'of' | 'owed'>> = {},
  ): void {
    const { t } = this;
    const { occurredAt } = fact;
    const round = roundOf(t)!;
    // without a limit there is nothing to count anew, and a clock that has run out is not restarted
    const stop = policy === 'restart' && (!t.limit || round.ranOutAt !== null) ? 'suspend' : policy;
    const wait: Wait = { kind, from: occurredAt, stop, of, owed };
    t.waits.set(fact.version, wait);
    if (round.index && isTakenOut(wait)) round.index.standsSince ??= occurredAt;
    if (stop === 'none') return;
    this.standstill ??= { from: occurredAt, counted: occurredAt, restarts: false };
    this.standstill.restarts ||= stop === 'restart';
  }

  /**
   * Waits end. The plan's clock goes on when the last one that stops it ends: anew where one of them restarts it, else
   * by the time that it stood. That of QĐ 766 goes on when nothing is waited for that it takes out. A due instant that is
   * stated stands from then on.
   */
  answer(fact: Fact, versions: readonly number[]): void {
    const { t, standstill } = this;
    const ended = versions.flatMap((version) => t.waits.get(version) ?? []);
    if (ended.length === 0) return;
    for (const version of versions) t.waits.delete(version);
    const { index } = roundOf(t)!;
    const waits = [...t.waits.values()];
    const given = index?.standsSince != null && !waits.some(isTakenOut);
    this.indexPause = given ? { from: index.standsSince!, to: fact.occurredAt } : null;
    const stated = statedDue(fact)?.basis === 'stated';
    const goesOn = standstill !== null && !waits.some(({ stop }) => stop !== 'none');
    this.movement = !goesOn ? 'none' : standstill.restarts ? 'restarts' : 'goes-on';
    if (stated || given || goesOn) this.moveTo(this.reckon(fact, this), given, fact.occurredAt, stated);
    this.indexPause = null;
    if (goesOn) this.standstill = null;
    if (stated) this.countFrom(fact.occurredAt, waits);
  }

  /** What the clock stood up to now is in the due instant that has just been given. */
  private countFrom(at: string, waits: readonly Wait[]): void {
    const { standstill } = this;
    const { index } = roundOf(this.t)!;
    if (standstill) {
      standstill.counted = at;
      standstill.restarts = waits.some(({ stop }) => stop === 'restart');
    }
    if (index?.standsSince != null) index.standsSince = at;
  }

  private moveTo(due: Due | undefined, given: boolean, at: string, stated: boolean): void {
    const { t } = this;
    const round = roundOf(t)!;
    const { index } = round;
    if (due && (stated || this.movement !== 'none')) {
      if (round.ranOutAt === null) t.due = round.due = due;
      else if (stated) round.appointment = due;
    }
    if (!index) return;
    if (stated) {
      if (due && !this.hasRunOut(index.standsSince ?? at)) setIndex(index, due, at);
    } else if (given && due) {
      setIndex(index, due.index ?? due, at);
      t.incomplete ||= due.index === undefined;
    }
    if (given) index.standsSince = null;
  }

  /** The due instant is changed on a ground: in time it stands, later it is a new appointment. */
  change(due: Due, at: string): void {
    const { t } = this;
    const round = roundOf(t)!;
    if (round.ranOutAt === null) t.due = round.due = due;
    else round.appointment = due;
    if (round.index && !this.hasRunOut(round.index.standsSince ?? at)) setIndex(round.index, due, at);
    if (round.ranOutAt === null) this.countFrom(at, [...t.waits.values()]);
  }

  private hasRunOut(at: string): boolean {
    const index = roundOf(this.t)!.index!;
    return index.ranOutAt !== null || index.due < at;
  }

  /** The round has ended: both clocks stand. */
  stop(at: string): void {
    const { t } = this;
    const { index } = roundOf(t)!;
    if (index) index.standsSince ??= at;
    t.waits.clear();
    this.standstill = null;
  }
}

function setIndex(index: IndexClock, { at, unrolled }: Pick<Due, 'at' | 'unrolled'>, countsFrom: string): void {
  index.due = at;
  index.countsFrom = countsFrom;
  index.unrolled = unrolled;
}

/** The due instant that a fact carries, if it moves a clock. */
export const statedDue = (fact: Fact): Due | undefined => {
  const due = 'due' in fact.data ? (fact.data.due as Due | undefined) : undefined;
  return due?.at ? due : undefined;
};
