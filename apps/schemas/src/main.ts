import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '#application';
import { apiDocuments, PAGE_TYPES, pageTypes } from './api-documents.js';
import { asyncApiText } from './asyncapi.js';
import { commandSchemaFiles } from './command-schemas.js';
import { eventSchemaFiles, incompatibilities } from './event-schemas.js';

/**
 * `npm run documents`: writes the OpenAPI documents, the messages of docs/asyncapi.yaml, docs/schemas/commands and
 * docs/schemas/events, and the types that the page reads answers with; refuses an event's schema that breaks a reader.
 */
const docs = join(projectFolder(), 'docs');
const folder = join(docs, 'schemas', 'events');
await mkdir(folder, { recursive: true });
const broken: string[] = [];
for (const [name, text] of eventSchemaFiles()) {
  const known = await readFile(join(folder, name), 'utf8').catch(() => null);
  if (known) broken.push(...incompatibilities(JSON.parse(known), JSON.parse(text)).map((each) => `${name}${each}`));
}
if (broken.length > 0) {
  process.stderr.write(
    `${broken.join('\n')}\nA reader of the topic would break: raise the schema of its kind and upcast.\n`,
  );
  process.exit(1);
}
for (const [name, text] of eventSchemaFiles()) await writeFile(join(folder, name), text);
const documents = await apiDocuments();
for (const [name, text] of documents) await writeFile(join(docs, name), text);
await writeFile(join(projectFolder(), PAGE_TYPES), await pageTypes(documents.get('openapi-supervisor.json')!));
const commands = join(docs, 'schemas', 'commands');
await mkdir(commands, { recursive: true });
for (const [name, text] of await commandSchemaFiles()) await writeFile(join(commands, name), text);
const asyncApi = join(docs, 'asyncapi.yaml');
await writeFile(asyncApi, await asyncApiText(asyncApi, await readFile(asyncApi, 'utf8')));
