import { type Static, type TProperties, type TSchema, Type } from 'typebox';

/**
 * What answers are made of. A schema is the type, the description in docs/openapi-supervisor.json, and by that what the
 * page reads: none of them is written twice.
 */

/** UTC, `2024-12-05T10:00:00.000Z`. */
export const instant = Type.String({ format: 'date-time', description: 'UTC, milliseconds, ends with Z' });

/** A day of Asia/Ho_Chi_Minh, `2024-12-05`. */
export const day = Type.String({
  format: 'date',
  pattern: String.raw`^\d{4}-\d\d-\d\d$`,
  description: 'local day of Asia/Ho_Chi_Minh',
});

/** Positions in the log are 64 bits wide. */
export const position = Type.String({ pattern: String.raw`^\d{1,19}$`, description: '64 bits, as a decimal text' });

export const count = Type.Integer({ minimum: 0 });

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const oneOf = <T extends string>(values: readonly T[], description?: string) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...(description && { description }) });

/** Values by a key that is not known beforehand; `keys`: all that there can be. */
export const mapOf = <T extends TSchema>(value: T, keys?: readonly string[]) =>
  Type.Unsafe<Record<string, Static<T>>>({
    type: 'object',
    additionalProperties: value,
    ...(keys && { propertyNames: { enum: [...keys] } }),
  });

/** An object that the description lists under a name of its own. */
export const named = <T extends TProperties>(name: string, properties: T, description?: string) =>
  Type.Object(properties, { $id: name, ...(description && { description }) });
