import type { CommandInput } from '#application';
import { plain } from '../input/fields.js';
import type { Finding } from '../input/finding.js';
import { type Reading, readBody } from '../input/read-body.js';
import { bodyFaults, invalid } from '../problems/problems.js';
import type { Accepted } from './dispatcher.js';
import { COMMANDS, type CommandType } from './registry.js';

/** Reads the body of a command: every fault at once, or the command with its instants in UTC. */
export function readCommand(type: CommandType, body: unknown): Reading<CommandInput> {
  const { dto, also } = COMMANDS[type] as { dto: new () => object; also?: (dto: object) => Finding[] };
  const reading = readBody(dto, body, also);
  const command = (value: object) => ({ type, ...plain(value) }) as CommandInput;
  if (reading.ok) return { ok: true, value: command(reading.value), changed: reading.changed };
  const { findings, before } = reading;
  return before ? { ok: false, findings, before: command(before) } : { ok: false, findings };
}

/** What the dispatcher takes of it; null: nothing. */
export function acceptedOf(reading: Reading<CommandInput>): Accepted | null {
  if (reading.ok) return { command: reading.value, changed: reading.changed };
  const { before, findings } = reading;
  return before ? { command: before, changed: [], refused: invalid(bodyFaults(findings)) } : null;
}
