import type { CommandInput } from '#application';
import { plain } from '../input/fields.js';
import type { Finding } from '../input/finding.js';
import { type Reading, readBody } from '../input/read-body.js';
import { COMMANDS, type CommandType } from './registry.js';

/** Reads the body of a command: every fault at once, or the command with its instants in UTC. */
export function readCommand(type: CommandType, body: unknown): Reading<CommandInput> {
  const { dto, also } = COMMANDS[type] as { dto: new () => object; also?: (dto: object) => Finding[] };
  const reading = readBody(dto, body, also);
  if (!reading.ok) return reading;
  return { ok: true, value: { type, ...plain(reading.value) } as CommandInput, changed: reading.changed };
}
