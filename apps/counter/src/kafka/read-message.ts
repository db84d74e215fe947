import type { TopicMessage } from '#event-stream';
import { type Problem, problem, type ProblemError, readJson } from '#platform';
import { isCallerName } from '../caller/caller.js';
import type { Accepted } from '../commands/dispatcher.js';
import { acceptedOf, readCommand } from '../commands/read-command.js';
import { COMMAND_LIMIT } from '../input/limits.js';
import { isKey, MOST_KEY } from '../idempotency/idempotency-key.js';
import { commandOf, commandTypesOf, KIND_NAMES, kindNamed } from '../kinds/kinds.js';
import { found } from '../input/finding.js';
import { bodyFaults, invalid, parameterFaults, unknownCommand } from '../problems/problems.js';
import { INPUT_TEXTS, type InputFault, say } from '../texts.vi.js';

/** A command as it came by Kafka. */
export interface KafkaCommand {
  caller: string;
  id: string;
  accepted: Accepted;
}

export type MessageReading = { ok: true; command: KafkaCommand } | { ok: false; problem: Problem };

const fault = (header: string, code: InputFault, values?: Record<string, string | number>): ProblemError => ({
  header,
  code,
  detail: say(INPUT_TEXTS[code], values),
});

/**
 * Reads a message of the intake topic (docs/asyncapi.yaml): CloudEvents 1.0 in binary mode, `ce_id` = the caller's id of the command, `ce_source`
 * = the caller, `ce_kind` = of what kind it is (left out: a dossier), `ce_type` = the command, `ce_subject` = key = dossier code or key, the value = the body as for HTTP. Every fault at once; nothing is
 * thrown. The message's time stamp is not looked at: the command says when it happened.
 */
export function readMessage({ key, headers, value }: TopicMessage): MessageReading {
  const errors: ProblemError[] = [];
  const header = (name: string): string | null => {
    const text = headers[name];
    if (text === undefined) errors.push(fault(name, 'missing-header'));
    else if (Array.isArray(text)) errors.push(fault(name, 'doubled-header'));
    else return text.toString();
    return null;
  };
  const check = (name: string, isRight: (text: string) => boolean, code: InputFault, values?: { max: number }) => {
    const text = header(name);
    if (text !== null && !isRight(text)) errors.push(fault(name, code, values));
    return text ?? '';
  };
  check('ce_specversion', (text) => text === '1.0', 'spec-version');
  const id = check('ce_id', isKey, 'key-shape', { max: MOST_KEY });
  const caller = check('ce_source', isCallerName, 'caller-shape');
  const kind = kindNamed(headers.ce_kind === undefined ? undefined : header('ce_kind'));
  const type = header('ce_type');
  const code = key?.toString() ?? '';
  if (key === null) errors.push(...parameterFaults('code', found('missing-message-key')));
  else {
    check('ce_subject', (text) => text === code, 'subject-mismatch');
    errors.push(...parameterFaults('code', kind?.check(code) ?? []));
  }
  if (!kind) {
    const values = KIND_NAMES.join(', ');
    return { ok: false, problem: invalid([...errors, fault('ce_kind', 'not-one-of', { values })]) };
  }
  if (type !== null && !commandOf(kind, type)) return { ok: false, problem: unknownCommand(commandTypesOf(kind)) };
  if (value === null) return { ok: false, problem: invalid([...errors, ...bodyFaults(found('tombstone'))]) };
  const body = value.length > COMMAND_LIMIT ? { problem: tooLarge() } : readJson(value);
  if ('problem' in body) return { ok: false, problem: { ...body.problem, ...(errors.length > 0 ? { errors } : {}) } };
  if (type === null) return { ok: false, problem: invalid(errors) };
  const reading = readCommand(kind, type, body.value);
  const accepted = acceptedOf(kind, code, reading);
  if (accepted && errors.length === 0) return { ok: true, command: { caller, id, accepted } };
  if (!reading.ok) errors.push(...bodyFaults(reading.findings));
  return { ok: false, problem: invalid(errors) };
}

const tooLarge = (): Problem =>
  problem('too-large', { detail: `Nội dung không được quá ${COMMAND_LIMIT.toLocaleString('vi-VN')} byte.` });
