import { FACT_KINDS } from '#domain';

interface JsonSchema {
  type?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  [key: string]: unknown;
}

/** The JSON Schema files of all events of all kinds, by file name. */
export function eventSchemaFiles(): Map<string, string> {
  return new Map(
    FACT_KINDS.flatMap(({ schema: version, schemas }) =>
      Object.entries(schemas).map(([type, payload]): [string, string] => {
        const schema = {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: `${type}.v${version}.json`,
          title: type,
          ...(JSON.parse(JSON.stringify(payload)) as JsonSchema),
        };
        return [`${type}.json`, `${JSON.stringify(schema, null, 2)}\n`];
      }),
    ),
  );
}

export const eventNames = (): string[] => FACT_KINDS.flatMap(({ schemas }) => Object.keys(schemas));

/**
 * What a reader of the committed schema could not read any more, or a writer not write, by the new one: a property gone,
 * required anew or no longer required, of another type, or allowed fewer values. Empty: compatible.
 */
export function incompatibilities(before: JsonSchema, after: JsonSchema, path = ''): string[] {
  const found: string[] = [];
  if (!before.anyOf && !after.anyOf && before.type !== after.type) found.push(`${path || '/'}: its type has changed`);
  const required = (schema: JsonSchema): Set<string> => new Set(schema.required ?? []);
  for (const name of required(after)) if (!required(before).has(name)) found.push(`${path}/${name}: required now`);
  for (const name of required(before))
    if (!required(after).has(name)) found.push(`${path}/${name}: not required any more`);
  for (const [name, schema] of Object.entries(before.properties ?? {})) {
    const now = after.properties?.[name];
    if (!now) found.push(`${path}/${name}: gone`);
    else found.push(...incompatibilities(schema, now, `${path}/${name}`));
  }
  const values = (schema: JsonSchema): string[] =>
    (schema.anyOf ?? []).map(({ const: value, type }) => JSON.stringify(value ?? type));
  for (const value of values(before))
    if (!values(after).includes(value)) found.push(`${path}: ${value} is not allowed any more`);
  if (before.items && after.items) found.push(...incompatibilities(before.items, after.items, `${path}/*`));
  return found;
}
