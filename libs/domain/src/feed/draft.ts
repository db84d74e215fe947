import { instant, toMs } from '../calendar/time.js';
import { whyNotAtItsPlace } from '../dossier/decide.js';
import { CLOCK_SKEW_MS, type DecisionContext } from '../kind.js';
import type { Draft } from '../dossier/drafts.js';
import { type DossierState, effectiveFacts, evolve, type Fact, type FactOf } from '../dossier/state.js';
import { timeline } from '../dossier/timeline.js';
import type { Timeline } from '../dossier/view.js';
import type { Fault, FeedFault } from './faults.js';

/** The facts that one message adds to a dossier, one after the other, and the defects found on the way. */
export class FeedDraft {
  readonly drafts: Draft[] = [];
  readonly faults: Fault[] = [];
  private next: DossierState;
  /** the facts that stand, until the next one is recorded */
  private standing: Fact[] | undefined;

  constructor(
    state: DossierState,
    protected readonly now: DecisionContext['now'],
  ) {
    this.next = state;
  }

  /**
   * Adds a fact. One that has no effect where its instant puts it is recorded all the same, and told: what comes later
   * may give it its effect, and then the order of delivery leaves no trace. Only what lies in the future is left out.
   * @returns whether it is recorded
   */
  protected add(draft: Draft): boolean {
    if (this.isFuture(draft.occurredAt)) {
      this.faults.push({ fault: 'in-the-future' });
      return false;
    }
    const reason = whyNotAtItsPlace(this.next, draft, this.now);
    if (reason) this.faults.push({ fault: 'no-effect', reason });
    this.record(draft);
    return true;
  }

  /** Adds a fact that follows from others, where it has an effect. */
  protected addIfItCounts(draft: Draft): void {
    if (whyNotAtItsPlace(this.next, draft, this.now) === null) this.record(draft);
  }

  /** Corrects a fact; a correction that cannot stand is told and left out. */
  protected correct(fact: Fact, change: { occurredAt?: string; data?: Record<string, unknown> }): void {
    const { occurredAt, data = {} } = change;
    if (occurredAt === undefined && Object.keys(data).length === 0) return;
    if (occurredAt !== undefined && this.isFuture(occurredAt)) return void this.faults.push({ fault: 'in-the-future' });
    const moved = occurredAt === undefined ? {} : { occurredAt };
    const draft: Draft = { type: 'Corrected', occurredAt: this.now, data: { event: fact.version, ...moved, data } };
    const reason = whyNotAtItsPlace(this.next, draft, this.now);
    if (reason) this.faults.push({ fault: 'no-effect', reason });
    else this.record(draft);
  }

  /** Moves a fact, and with it those that stand at its instant because they have none of their own; all or none. */
  protected move(fact: Fact, at: string, followers: Fact[]): void {
    const before = { next: this.next, drafts: this.drafts.length, faults: this.faults.length };
    const together = followers.filter((follower) => follower.occurredAt === fact.occurredAt);
    // none may stand before the receipt for a moment
    for (const each of at > fact.occurredAt ? [...together, fact] : [fact, ...together])
      this.correct(each, { occurredAt: at });
    if (this.faults.length === before.faults) return;
    this.next = before.next;
    this.standing = undefined;
    this.drafts.length = before.drafts;
    this.faults.length = before.faults + 1;
  }

  /**
   * Whether a fact has said something before it was corrected: a message that says it is then an old one come again,
   * and the very same message again is nothing new.
   */
  hasSaid<T extends Fact['type']>(fact: FactOf<T>, said: (version: FactOf<T>) => boolean): boolean {
    let version = this.next.facts.find(({ version }) => version === fact.version) as FactOf<T>;
    if (said(version)) return true;
    for (const { type, data } of [...this.next.facts].sort((a, b) => a.version - b.version)) {
      if (type !== 'Corrected' || data.event !== fact.version) continue;
      version = {
        ...version,
        occurredAt: data.occurredAt ?? version.occurredAt,
        data: { ...version.data, ...data.data },
      };
      if (said(version)) return true;
    }
    return false;
  }

  all<T extends Fact['type']>(type: T): FactOf<T>[] {
    this.standing ??= effectiveFacts(this.next);
    return this.standing.filter((fact) => fact.type === type) as FactOf<T>[];
  }
  find<T extends Fact['type']>(type: T): FactOf<T> | undefined {
    return this.all(type)[0];
  }
  /** The dossier with what has been added, as of an instant (default: all of it). */
  protected asOf(at?: string): Timeline {
    return timeline(this.next, { asOf: at });
  }
  protected isFuture(at: string): boolean {
    return at > instant(toMs(this.now) + CLOCK_SKEW_MS);
  }
  protected fault(fault: FeedFault, field: string): void {
    this.faults.push({ fault, field });
  }

  private record(draft: Draft): void {
    this.drafts.push(draft);
    const { type, occurredAt, data } = draft;
    const event = { version: this.next.version + 1, type, occurredAt, recordedAt: this.now, data };
    this.next = evolve(this.next, event);
    this.standing = undefined;
  }
}
