import { commandTypesOf, KINDS, openApiText } from '#apps/counter';
import { DOSSIER } from '#domain';

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
  const commands = KINDS.flatMap((kind) => commandTypesOf(kind).map((type) => ({ kind, type })));
  return new Map(
    commands.map(({ kind, type }) => {
      const path = `/v1/${kind.path}/{code}/${type}`;
      const { $ref } = paths[path]!.post.requestBody.content['application/json']!.schema;
      const body = components.schemas[$ref.split('/').at(-1)!]!;
      const others = [...used(body)].sort();
      const title = messageName(kind.kind, type);
      const schema = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `${title}.json`,
        title,
        ...body,
        ...(others.length > 0
          ? { $defs: Object.fromEntries(others.map((each) => [each, components.schemas[each]])) }
          : {}),
      };
      const text = JSON.stringify(schema, null, 2).replaceAll(REF, '"#/$defs/$1"');
      return [`${title}.json`, `${text}\n`];
    }),
  );
}

/** What a command is called in AsyncAPI and as a file. */
const messageName = (kind: string, type: string): string => (kind === DOSSIER ? type : `${kind}.${type}`);

export const commandNames = (): string[] =>
  KINDS.flatMap((kind) => commandTypesOf(kind).map((type) => messageName(kind.kind, type)));
