import type { Instant, Kind } from '#domain';
import type { Attempt } from './execution.js';
import type { FactLog, State } from './fact-log.js';

/** How the commands of one kind come in: what a sender says becomes what is decided. */
export interface KindDoor<S extends State, C extends { type: string; at: Instant }, Input = C> {
  readonly kind: Kind<S, C>;
  readonly log: FactLog<S>;
  /** The command with references in place of free texts and particulars. */
  referred(id: string, input: Input, attempt: Attempt<S>): C | Promise<C>;
  /** Whose key seals the texts of a command. */
  subjectOf(id: string, state: S, command: C): string;
}

/** A door whose types only its kind knows. */
export type AnyDoor = KindDoor<State, { type: string; at: Instant }>;
/** What is kept in a list of doors: what a door is given comes from its own kind. */
export const anyDoor = <S extends State, C extends { type: string; at: Instant }, Input>(
  door: KindDoor<S, C, Input>,
): AnyDoor => door as unknown as AnyDoor;
