import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Draft, Instant, ReferenceData } from '#domain';
import type { EventMeta, IdempotencyKey, Json, Vault, Verdict } from '#event-store';
import type { ReferenceStore } from '../reference/reference.store.js';
import { Texts } from '../sealing/texts.js';
import type { FactLog, State } from './fact-log.js';

/** How often a command is decided again when another one was faster. */
const ATTEMPTS = 8;

/** The same stream kept changing under a command; the caller may send it again. */
export class TooBusyError extends Error {}

/** What one try to decide has before it. */
export interface Attempt<S> {
  state: S;
  reference: ReferenceData;
  texts: Texts;
  now: Instant;
}

/** What a try has come to. */
export interface Proposed<R> {
  /** none: a refusal, or nothing new */
  drafts: Draft[];
  /** whose texts are sealed with the facts */
  subject: string;
  meta: EventMeta;
  idempotency: IdempotencyKey & { keep: boolean };
  /** what is told again when the same command comes again */
  answer?: Json;
  /** it says what was not found in reference data: never told on ones that have changed */
  restsOnReference: boolean;
  /** null: there was nothing to store */
  told(verdict: Settled | null): R;
}
export type Settled = Exclude<Verdict, { kind: 'conflict' }>;

/** The one way in which anything is decided and stored, whatever its kind and door: load, decide, append; a conflict reads again and decides again. */
export class Execution {
  constructor(
    private readonly reference: ReferenceStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** @throws LogUnavailableError when the log cannot be written now; TooBusyError; what `attempt` throws */
  async run<S extends State, R>(
    log: FactLog<S>,
    id: string,
    attempt: (at: Attempt<S>) => Proposed<R> | Promise<Proposed<R>>,
  ): Promise<R> {
    for (let nth = 1; nth <= ATTEMPTS; nth += 1) {
      if (nth > 1) await wait(Math.random() * 5 * nth);
      const state = await log.load(id);
      const reference = await this.reference.data();
      const now = this.clock.now();
      const texts = new Texts((text) => this.vault.textRef(id, text));
      const proposed = await attempt({ state, reference, texts, now });
      const { drafts, subject, meta, idempotency, answer } = proposed;
      if (proposed.restsOnReference && !(await this.reference.isCurrent(reference))) continue;
      // nothing happened and nobody will ask for the answer again: the clock's question to a dossier that is in time
      if (drafts.length === 0 && !idempotency.keep) {
        if (await log.isCurrent(id, state)) return proposed.told(null);
        continue;
      }
      const verdict = await texts.store(drafts, subject, this.vault, (final, sealed) =>
        log.append(id, state, final, meta, { idempotency, now, sealed, ...(answer === undefined ? {} : { answer }) }),
      );
      if (verdict.kind !== 'conflict') return proposed.told(verdict);
    }
    throw new TooBusyError(`${id} is being changed by others.`);
  }
}
