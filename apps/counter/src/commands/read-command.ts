import { plain } from '../input/fields.js';
import { type Reading, readBody } from '../input/read-body.js';
import type { CounterKind } from '../kinds/counter-kind.js';
import type { AnyCommand } from './dispatcher.js';

/** Reads the body of a command: every fault at once, or the command with its instants in UTC. */
export function readCommand({ commands }: CounterKind, type: string, body: unknown): Reading<AnyCommand> {
  const { dto, also } = commands[type]!;
  const reading = readBody(dto, body, also);
  if (!reading.ok) return reading;
  return { ok: true, value: { type, ...plain(reading.value) } as AnyCommand, changed: reading.changed };
}
