import { plain } from '../input/fields.js';
import { type Reading, readBody } from '../input/read-body.js';
import type { CounterKind } from '../kinds/counter-kind.js';
import { bodyFaults, invalid } from '../problems/problems.js';
import type { Accepted, AnyCommand } from './dispatcher.js';

/** Reads the body of a command: every fault at once, or the command with its instants in UTC. */
export function readCommand({ commands }: CounterKind, type: string, body: unknown): Reading<AnyCommand> {
  const { dto, also } = commands[type]!;
  const reading = readBody(dto, body, also);
  const command = (value: object) => ({ type, ...plain(value) }) as AnyCommand;
  if (reading.ok) return { ok: true, value: command(reading.value), changed: reading.changed };
  const { findings, before } = reading;
  return before ? { ok: false, findings, before: command(before) } : { ok: false, findings };
}

/** What the dispatcher takes of it; null: nothing. */
export function acceptedOf({ kind }: CounterKind, code: string, reading: Reading<AnyCommand>): Accepted | null {
  if (reading.ok) return { kind, code, command: reading.value, changed: reading.changed };
  const { before, findings } = reading;
  return before ? { kind, code, command: before, changed: [], refused: invalid(bodyFaults(findings)) } : null;
}
