import type { INestApplication } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Application, ExecuteHandler, FeedIntake } from '#application';
import { EventStore } from '#event-store';
import { CLOCK } from '#platform';
import { documentText } from '#platform/openapi';
import { CounterModule } from '../counter.module.js';
import { KINDS } from '../kinds/kinds.js';

const GROUPS: Record<string, string> = {
  ...Object.assign({}, ...KINDS.map(({ groups }) => groups)),
  batches: 'Many commands at once',
  feed: 'The national exchange format',
  dossiers: 'Where a dossier stands',
};

/** The API's description, from the decorators of its controllers. */
export function documentOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Dossier tracker: the counter')
    .setDescription(
      'Facts are recorded by commands, each kind of them under a path of its own. Every POST carries an Idempotency-Key. Faults answer with problem details ' +
        '(RFC 9457) that name every fault at once, in Vietnamese. Instants carry their offset; answers are in UTC.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  for (const [name, description] of Object.entries(GROUPS)) config.addTag(name, description);
  return strict(SwaggerModule.createDocument(app, config.build(), { include: [CounterModule] }));
}

/** Bodies whose further fields are not ours to list: an item has those of its command, a feed those of the national format. */
const OPEN = new Set(['BatchItem', 'FeedBatch']);

/** Says of every schema that a body is made of that unknown fields are refused. */
function strict(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  const close = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = schemas[name!];
      if (!schema || '$ref' in schema || OPEN.has(name!) || schema.additionalProperties === false) continue;
      schema.additionalProperties = false;
      close(schema);
    }
  };
  for (const { post } of Object.values(document.paths)) if (post?.requestBody) close(post.requestBody);
  return document;
}

/** Serves the description for people at /docs and for programs at /openapi.json. */
export function serveDocument(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => documentOf(app), { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}

/** The API's description as the file docs/openapi.json holds it. */
export const openApiText = (): Promise<string> =>
  documentText(CounterModule, [Application, CommandBus, EventStore, ExecuteHandler, FeedIntake, CLOCK], documentOf);
