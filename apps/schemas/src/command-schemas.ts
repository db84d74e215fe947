import { commandTypes, openApiText } from '#apps/counter';

type Schema = Record<string, unknown>;

const REF = /"#\/components\/schemas\/(\w+)"/g;

/** The JSON Schema files of all command bodies, by file name: the same schemas as in OpenAPI, each standing alone. */
export async function commandSchemaFiles(): Promise<Map<string, string>> {
  const { paths, components } = JSON.parse(await openApiText()) as {
    paths: Record<string, { post: { requestBody: { content: Record<string, { schema: { $ref: string } }> } } }>;
    components: { schemas: Record<string, Schema> };
  };
  const used = (schema: Schema, found = new Set<string>()): Set<string> => {
    for (const [, name] of JSON.stringify(schema).matchAll(REF)) {
      if (found.has(name!)) continue;
      found.add(name!);
      used(components.schemas[name!]!, found);
    }
    return found;
  };
  return new Map(
    commandTypes.map((type) => {
      const { $ref } = paths[`/v1/dossiers/{code}/${type}`]!.post.requestBody.content['application/json']!.schema;
      const name = $ref.split('/').at(-1)!;
      const body = components.schemas[name]!;
      const others = [...used(body)].sort();
      const schema = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `${type}.json`,
        title: type,
        ...body,
        ...(others.length > 0
          ? { $defs: Object.fromEntries(others.map((each) => [each, components.schemas[each]])) }
          : {}),
      };
      const text = JSON.stringify(schema, null, 2).replaceAll(REF, '"#/$defs/$1"');
      return [`${type}.json`, `${text}\n`];
    }),
  );
}
