import type { INestApplication } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Application, ImportLeases, LOGGER, MessageStore, ReferenceStore } from '#application';
import { EventStore } from '#event-store';
import { CLOCK } from '#platform';
import { documentText, ProblemDto } from '#platform/openapi';
import { SupervisorModule } from '../supervisor.module.js';

const GROUPS = {
  figures: 'Where the city stands, and the dossiers behind every number',
  work: 'What must be done',
  dossiers: 'One dossier',
  system: 'What can be chosen, and how the machinery stands',
  live: 'The same questions, watched',
};

/** The API's description, from the decorators of its controllers. */
export function documentOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Dossier tracker: the supervisor')
    .setDescription(
      'Questions about figures and the dossiers behind them. All that one answer tells was read from one state of the log, ' +
        'which `asOf` names. Faults answer with problem details (RFC 9457) that name every fault at once, in Vietnamese; a ' +
        'parameter that nobody knows is a fault too. Instants are UTC, days are local days of Asia/Ho_Chi_Minh.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  for (const [name, description] of Object.entries(GROUPS)) config.addTag(name, description);
  return withNames(
    SwaggerModule.createDocument(app, config.build(), { include: [SupervisorModule], extraModels: [ProblemDto] }),
  );
}

type Node = Record<string, unknown>;

/** Puts every schema that has a name ($id) among the components, once, and a reference into its place. */
function withNames(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components!.schemas ??= {}) as Record<string, unknown>;
  const walked = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walked);
    if (typeof node !== 'object' || node === null) return node;
    const { $id: name, ...rest } = node as Node;
    const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, walked(value)]));
    if (typeof name !== 'string') return inner;
    const known = schemas[name];
    if (known && JSON.stringify(known) !== JSON.stringify(inner)) throw new Error(`two schemas are named ${name}`);
    schemas[name] = inner;
    return { $ref: `#/components/schemas/${name}` };
  };
  document.paths = walked(document.paths) as OpenAPIObject['paths'];
  document.components!.schemas = Object.fromEntries(
    Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)),
  ) as NonNullable<OpenAPIObject['components']>['schemas'];
  return document;
}

/** Serves the description for programs; /docs is the counter's. */
export function serveDocument(app: INestApplication): void {
  SwaggerModule.setup('openapi-supervisor', app, () => documentOf(app), {
    jsonDocumentUrl: 'openapi-supervisor.json',
    ui: false,
    raw: ['json'],
  });
}

/** The API's description as the file docs/openapi-supervisor.json holds it. */
export const openApiText = (): Promise<string> =>
  documentText(
    SupervisorModule.forRoot({
      live: { changes: async function* () {}, stand: () => Promise.resolve('') },
      limits: { maxViewers: 1 },
      demonstration: () => null,
      pageFolder: '',
    }),
    [Application, CommandBus, QueryBus, EventStore, ReferenceStore, MessageStore, ImportLeases, LOGGER, CLOCK],
    documentOf,
  );
