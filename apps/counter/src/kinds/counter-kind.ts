import type { Check, Finding } from '../input/finding.js';

/** A command as the counter takes it: its body, what it records, what no single field of it can tell. */
export interface CommandEntry<Dto extends object = object> {
  dto: new () => Dto;
  /** its place in the API's description */
  group: string;
  summary: string;
  also?(dto: Dto): Finding[];
}

/** A kind of facts as the counter's doors see it: paths, items of batches, messages, and their description all come from here. */
export interface CounterKind {
  /** its word in batches and headers */
  kind: string;
  /** its word in paths: `/v1/<path>/{code}/<command>` */
  path: string;
  /** what names one of them */
  code: { description: string; example: string; schema: { type: 'string'; maxLength: number; pattern: string } };
  check: Check;
  /** groups of commands in the API's description, with what they are about */
  groups: Readonly<Record<string, string>>;
  commands: Readonly<Record<string, CommandEntry>>;
}
