import type { CommandInput } from '#application';
import {
  computeDue,
  dayRange,
  type Instant,
  instant,
  localDay,
  type Procedure,
  type Reference,
  type Rules,
  shiftDue,
  toMs,
  type Unit,
} from '#domain';
import type { Occurrence } from './occurrence.js';
import { OfficeTime } from './office-time.js';
import type { Random } from './random.js';
import type { ServiceProfile } from './services.js';
import { profileOf, type UnitProfile } from './units.js';

/** What the life of a dossier needs of the world around it. */
export interface World {
  reference: Reference;
  time: OfficeTime;
  /** nothing is recorded after it */
  today: Instant;
  /** a new code of an agency on the day of an instant */
  newCode(agency: string, at: Instant): string;
  /** another unit of the same kind */
  otherUnit(unit: Unit, at: Instant, random: Random): Unit | null;
}

export type Kind = 'supplement' | 'obligation' | 'suspension' | 'consultation';

/**
 * Records the commands of one dossier in the order in which they happen, and follows its clock closely enough to know
 * what will be late. The aggregate decides; a slip here moves a figure and breaks no rule.
 */
export class Life {
  readonly items: Occurrence[] = [];
  phase: 'none' | 'submitted' | 'open' | 'waiting' | 'ended' = 'none';
  due: Instant | null = null;
  /** instant of the last command, and of its recording */
  last: Instant = '';
  /** instant of the command before the last */
  previous: Instant = '';
  private recorded: Instant = '';
  private rules: Rules | null = null;
  private waiting: { kind: Kind; from: Instant } | null = null;
  private askedFor: Instant | null = null;
  /** version of the last event, as long as it can be told from here */
  version = 0;
  certain = true;

  constructor(
    readonly code: string,
    public unit: Unit,
    readonly procedure: Procedure,
    readonly service: ServiceProfile,
    readonly world: World,
    readonly random: Random,
  ) {}

  get profile(): UnitProfile {
    return profileOf(this.unit.code);
  }
  get overdue(): boolean {
    return this.askedFor !== null && this.askedFor === this.due;
  }
  /** Nothing more of it can be recorded before the end of the demonstration. */
  get over(): boolean {
    return this.last > this.world.today;
  }

  /** One command that happens at an instant (moved behind the last one) and is recorded seconds later, or when said. */
  put(at: Instant, command: WithoutAt<CommandInput>, recordedAt?: Instant): Instant {
    const happens = this.behindLast(at);
    this.meanwhile(happens);
    return this.emit(this.behindLast(happens), command, recordedAt);
  }

  /** Starts or restarts the clock of a round (receipt, re-opening). */
  startClock(at: Instant): void {
    this.rules = this.world.reference.rules(this.procedure.code, at);
    this.due = computeDue(at, this.procedure.limit!, this.rules, this.world.time.view(this.recorded)).at;
    this.phase = 'open';
  }

  stopClock(kind: Kind, at: Instant): void {
    if (kind === 'consultation' && this.rules!.consultation === 'none') return;
    this.waiting = { kind, from: at };
    this.phase = 'waiting';
  }

  goOn(at: Instant): void {
    if (!this.waiting) return;
    const { kind, from } = this.waiting;
    const view = this.world.time.view(this.recorded);
    const { limit } = this.procedure;
    if (this.rules![kind] === 'restart') this.due = computeDue(at, limit!, this.rules!, view).at;
    else if (this.rules![kind] === 'suspend') {
      this.due = shiftDue({ at: this.due! }, { from, to: at }, limit!.unit, this.rules!, view).at;
    }
    this.waiting = null;
    this.phase = 'open';
  }

  moveTo(unit: Unit): void {
    this.unit = unit;
  }

  end(): void {
    this.waiting = null;
    this.phase = 'ended';
  }

  /** The clock is asked just after the due instant, as it would be by the clock's own process. */
  ask(): void {
    this.askedFor = this.due;
    this.askClock(this.due!);
  }

  private askClock(after: Instant): void {
    const at = instant(toMs(after) + this.random.int(5, 60) * 1000);
    const recordedAt = at > this.recorded ? at : instant(toMs(this.recorded) + 1);
    this.push(recordedAt, { type: 'ask-clock', at: recordedAt });
    this.certain = false;
  }

  /** What happens by itself before an instant: a due instant passes, a unit is merged into another. */
  meanwhile(until: Instant): void {
    const merger = this.merger();
    if (merger && merger.at < until && (!this.due || this.due > merger.at)) this.hand(merger);
    if (this.phase === 'open' && this.due! < until && this.askedFor !== this.due) this.ask();
    const after = this.merger();
    if (after && after.at < until) this.hand(after);
  }

  private merger(): { at: Instant; to: Unit } | null {
    const { key, validTo } = this.unit;
    if (validTo === null || (this.phase !== 'open' && this.phase !== 'waiting')) return null;
    const to = this.world.reference.successor(key, { code: this.code, procedure: this.procedure.code }, validTo);
    return to && { at: this.behindLast(dayRange(validTo).from), to };
  }

  /** From the merger on the successor's: the clock, which is asked then, transfers what its unit still had open. */
  private hand({ at, to }: { at: Instant; to: Unit }): void {
    this.moveTo(to);
    this.askClock(at);
  }

  private behindLast(at: Instant): Instant {
    return at > this.last ? at : instant(toMs(this.last) + 1000);
  }

  private emit(at: Instant, command: WithoutAt<CommandInput>, recordedAt?: Instant): Instant {
    const soon = instant(toMs(at) + this.random.int(800, 9_000));
    const wanted = recordedAt ?? soon;
    this.push(wanted > this.recorded ? wanted : instant(toMs(this.recorded) + 1), { ...command, at } as CommandInput);
    this.previous = this.last;
    this.last = at;
    return at;
  }

  private push(at: Instant, command: CommandInput): void {
    this.recorded = at;
    this.version += 1;
    if (at <= this.world.today) {
      this.items.push({ at, code: this.code, command, id: `demo:${this.code}:${this.items.length + 1}` });
    }
  }

  /** The day of the last command, local. */
  get day(): string {
    return localDay(this.last);
  }
}

/** A command without its instant, which `put` gives it. */
export type WithoutAt<C> = C extends { at: string } ? Omit<C, 'at'> : never;
