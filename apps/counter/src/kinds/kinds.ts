import { DOSSIER } from '#domain';
import type { CommandEntry, CounterKind } from './counter-kind.js';
import { DOSSIERS } from './dossier/commands.js';
import { UNITS } from './unit/commands.js';

/** Every kind of facts that a counter may tell. One more is one more line. */
export const KINDS: readonly CounterKind[] = [DOSSIERS, UNITS];
export const KIND_NAMES = KINDS.map(({ kind }) => kind);
const BY_KIND = new Map(KINDS.map((each) => [each.kind, each]));

/** What is left out means dossiers. */
export const kindNamed = (kind: unknown = DOSSIER): CounterKind | undefined => BY_KIND.get(kind as string);

export const commandOf = ({ commands }: CounterKind, type: unknown): CommandEntry | undefined =>
  typeof type === 'string' && Object.hasOwn(commands, type) ? commands[type] : undefined;

export const commandTypesOf = ({ commands }: CounterKind): string[] => Object.keys(commands);
