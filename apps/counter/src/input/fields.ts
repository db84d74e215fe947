import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { parseInstant } from '#domain';
import { PATTERNS } from '../openapi/patterns.js';
import * as checks from './checks.js';
import { type Check, type Finding, found } from './finding.js';

/** The one constraint of a field; its message holds the findings, since one value may have several. */
export const FIELD = 'field';
/** The names of all fields that a body of ours may have. */
export const FIELD_NAMES = new Set<string>();
/** Those of them that hold an object with fields of its own. */
export const PART_NAMES = new Set<string>();
const INSTANTS = Symbol('fields that hold an instant');
const FORMS = Symbol('what each field holds');

/** What a field holds, for whoever reads it from a cell of a table. */
export type Form = 'text' | 'instant' | 'day' | 'whole' | 'yes-no' | 'list' | 'other';

interface Options {
  optional?: boolean;
  example?: unknown;
  description?: string;
}

function field(check: Check, schema: ApiPropertyOptions, options: Options = {}): PropertyDecorator {
  const judge = (value: unknown): Finding[] => {
    if (value === undefined) return found('required');
    return value === null ? found('null') : check(value);
  };
  return applyDecorators(
    (target: object, name?: string | symbol) => {
      FIELD_NAMES.add(String(name));
      Reflect.defineMetadata(FORMS, { ...formsOn(target), [String(name)]: formOf(schema) }, target);
    },
    ApiProperty({ ...schema, ...given(options), required: !options.optional } as ApiPropertyOptions),
    ValidateBy({
      name: FIELD,
      validator: {
        validate: (value) => judge(value).length === 0,
        defaultMessage: (args) => JSON.stringify(judge(args?.value)),
      },
    }),
    ...(options.optional ? [ValidateIf((_, value) => value !== undefined)] : []),
  );
}

type Forms = Record<string, Form | (() => new () => object)>;
const formsOn = (target: object): Forms => (Reflect.getMetadata(FORMS, target) as Forms | undefined) ?? {};

function formOf({ type, format }: { type?: unknown; format?: string }): Forms[string] {
  if (type === 'array') return 'list';
  if (type === 'integer') return 'whole';
  if (type === Boolean) return 'yes-no';
  if (type === String) return format === 'date-time' ? 'instant' : format === 'date' ? 'day' : 'text';
  return typeof type === 'function' ? (type as () => new () => object) : 'other';
}

/** What the fields of a body hold, by their names; those of a part of it behind its own name and a dot. */
export function formsOf(dto: new () => object): Map<string, Form> {
  const forms = new Map<string, Form>();
  for (const [name, form] of Object.entries(formsOn(dto.prototype as object))) {
    if (typeof form !== 'function') forms.set(name, form);
    else for (const [within, each] of formsOf(form())) forms.set(`${name}.${within}`, each);
  }
  return forms;
}

const given = ({ example, description }: Options) => ({
  ...(example === undefined ? {} : { example }),
  ...(description === undefined ? {} : { description }),
});

export const Text = (max: number, options?: Options & { lines?: boolean }): PropertyDecorator =>
  field(
    checks.text(max, options?.lines ? 'lines' : 'one-line'),
    { type: String, minLength: 1, maxLength: max, pattern: options?.lines ? PATTERNS.text : PATTERNS.line },
    options,
  );

/** Free text of a person: sealed outside the log, never part of an event. */
export const Reason = (options?: Options): PropertyDecorator =>
  Text(2000, {
    lines: true,
    description: 'Free text; sealed, never part of an event',
    example: 'Thiếu bản sao giấy khai sinh',
    ...options,
  });

export const Token = (options?: Options, max = 64): PropertyDecorator =>
  field(checks.token(max), { type: String, minLength: 1, maxLength: max, pattern: PATTERNS.token }, options);

export const DossierCode = (options?: Options): PropertyDecorator =>
  field(
    checks.dossierCode,
    { type: String, maxLength: 64, pattern: PATTERNS.dossierCode, example: 'H19.45.22-241205-0002' },
    options,
  );

export function At(options?: Options): PropertyDecorator {
  const declare = field(
    checks.instant,
    {
      type: String,
      format: 'date-time',
      pattern: PATTERNS.instant,
      description: 'ISO 8601 with the offset from UTC; on a day from 1/1/2000 to 31/12/2099 in Vietnam',
      example: '2024-12-05T09:30:00+07:00',
    },
    options,
  );
  return (target, name) => {
    Reflect.defineMetadata(INSTANTS, [...instantsOf(target), name as string], target);
    declare(target, name);
  };
}

const instantsOf = (target: object): string[] => (Reflect.getMetadata(INSTANTS, target) as string[] | undefined) ?? [];

/** A local day, Asia/Ho_Chi_Minh. */
export const Day = (options?: Options): PropertyDecorator =>
  field(
    checks.day,
    {
      type: String,
      format: 'date',
      pattern: PATTERNS.day,
      example: '2024-11-01',
      description: 'Local day, Asia/Ho_Chi_Minh',
    },
    options,
  );

export const Texts = (max: number, length: number, options?: Options): PropertyDecorator =>
  field(
    checks.listOf(checks.text(length), max),
    {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: length, pattern: PATTERNS.line },
      maxItems: max,
    },
    options,
  );

export const Emails = (max: number, options?: Options): PropertyDecorator =>
  field(
    checks.listOf(checks.email, max),
    {
      type: 'array',
      items: { type: 'string', format: 'email', maxLength: 254, pattern: PATTERNS.email },
      maxItems: max,
      example: ['xuanbinh@example.vn'],
    },
    options,
  );

export const Whole = (min: number, max: number, options?: Options): PropertyDecorator =>
  field(checks.integer(min, max), { type: 'integer', minimum: min, maximum: max }, options);

/** Amount in đồng. */
export const Dong = (options?: Options): PropertyDecorator =>
  Whole(0, 1_000_000_000_000, { description: 'đồng', ...options });

export const YesNo = (options?: Options): PropertyDecorator => field(checks.boolean, { type: Boolean }, options);

export const OneOf = (values: readonly string[], options?: Options): PropertyDecorator =>
  field(checks.oneOf(values), { type: String, enum: [...values] }, options);

export const Tokens = (max: number, options?: Options): PropertyDecorator =>
  field(
    checks.listOf(checks.token(), max),
    { type: 'array', items: { type: 'string', minLength: 1, maxLength: 64, pattern: PATTERNS.token }, maxItems: max },
    options,
  );

export const DossierCodes = (max: number, options?: Options): PropertyDecorator =>
  field(
    checks.listOf(checks.dossierCode, max),
    { type: 'array', items: { type: 'string', maxLength: 64, pattern: PATTERNS.dossierCode }, maxItems: max },
    options,
  );

export const Email = (options?: Options): PropertyDecorator =>
  field(checks.email, { type: String, format: 'email', maxLength: 254, pattern: PATTERNS.email }, options);
export const Phone = (options?: Options): PropertyDecorator =>
  field(checks.phone, { type: String, maxLength: 20, pattern: PATTERNS.phone }, options);
export const Identity = (options?: Options): PropertyDecorator =>
  field(checks.identity, { type: String, maxLength: 32, pattern: PATTERNS.identity }, options);

export const Part = (dto: () => new () => object, options?: Options): PropertyDecorator =>
  // Swagger takes a function for a lazy type only when its name is "type"
  applyDecorators(
    (_: object, name?: string | symbol) => void PART_NAMES.add(String(name)),
    field(checks.someObject, { type: () => dto() }, options),
    ValidateNested(),
    Type(dto),
  );

/** The fields of an accepted body, its instants canonical (UTC, milliseconds), nested objects plain. */
export function plain(dto: object): Record<string, unknown> {
  const instants = new Set(instantsOf(Object.getPrototypeOf(dto) as object));
  return Object.fromEntries(
    Object.entries(dto)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]: [string, unknown]) => {
        if (instants.has(name)) return [name, parseInstant(value as string)];
        return [name, isDto(value) ? plain(value) : value];
      }),
  );
}

const isDto = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
