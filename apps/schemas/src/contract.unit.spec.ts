import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { slotOf } from '#event-store';
import { encode } from '#event-stream';
import { apiDocuments, PAGE_TYPES, pageTypes } from './api-documents.js';
import { commandNames, commandSchemaFiles } from './command-schemas.js';
import { eventNames, eventSchemaFiles, incompatibilities } from './event-schemas.js';

const DOCS = join(import.meta.dirname, '../../../docs');
const read = (path: string): string => readFileSync(join(DOCS, path), 'utf8');

describe('the contract of the topic in the repository', () => {
  it('has the JSON Schema of every event as the code has it (else: npm run documents)', () => {
    const files = eventSchemaFiles();
    expect(readdirSync(join(DOCS, 'schemas/events')).sort()).toEqual([...files.keys()].sort());
    for (const [name, text] of files) expect(read(`schemas/events/${name}`)).toBe(text);
  });

  it('has the JSON Schema of every command as the code has it (else: npm run documents)', async () => {
    const files = await commandSchemaFiles();
    expect(readdirSync(join(DOCS, 'schemas/commands')).sort()).toEqual([...files.keys()].sort());
    for (const [name, text] of files) expect(read(`schemas/commands/${name}`)).toBe(text);
  });

  it.each([
    ['dossier-events', eventNames()],
    ['commands', commandNames()],
  ])('describes every message of %s in AsyncAPI, by its schema', (name, types) => {
    const api = parse(read('asyncapi.yaml')) as {
      asyncapi: string;
      channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
      components: { messages: Record<string, { payload: { schema: { $ref: string } } }> };
    };
    expect(api.asyncapi).toBe('3.0.0');
    const channel = api.channels[name]!;
    expect(Object.keys(channel.messages).sort()).toEqual([...types].sort());
    for (const [type, { $ref }] of Object.entries(channel.messages)) {
      expect($ref).toBe(`#/components/messages/${type}`);
      expect(existsSync(join(DOCS, api.components.messages[type]!.payload.schema.$ref))).toBe(true);
    }
  });
});

describe('the headers of an event in AsyncAPI', () => {
  const { components } = parse(read('asyncapi.yaml')) as {
    components: { messageTraits: { event: { headers: { properties: Record<string, Rule> } } } };
  };
  interface Rule {
    const?: string;
    enum?: string[];
    pattern?: string;
  }
  const stream = 'H19.45-240122-0001';
  const { headers } = encode(
    {
      position: 7n,
      stream,
      version: 3,
      type: 'Digitised',
      schema: 1,
      occurredAt: '2024-01-22T03:00:00.000Z',
      recordedAt: '2024-01-22T03:00:01.250Z',
      data: {},
      slot: slotOf(stream),
      meta: { commandId: 'c-1', caller: 'một cửa', door: 'http' },
      hash: 'ab'.repeat(32),
    },
    '8b0e3f7e-3f0e-4c57-9a4e-3f1c3b0a9f11',
  );

  it('are those that the relay sends, in their shape', () => {
    const { properties } = components.messageTraits.event.headers;
    expect(Object.keys(properties)).toEqual(Object.keys(headers!));
    for (const [name, rule] of Object.entries(properties)) {
      const value = headers![name] as string;
      expect(rule.enum ?? [rule.const ?? value]).toContain(value);
      expect(value).toMatch(new RegExp(rule.pattern ?? ''));
    }
  });
});

describe('the APIs in the repository', () => {
  it('have their OpenAPI documents as the code has them, and no others (else: npm run documents)', async () => {
    const documents = await apiDocuments();
    expect(readdirSync(DOCS).filter((name) => /openapi/.test(name))).toEqual([...documents.keys()].sort());
    for (const [name, text] of documents) expect([name, read(name) === text]).toEqual([name, true]);
  });

  it('are read by the page with types of the supervisor’s document (else: npm run documents)', async () => {
    const written = readFileSync(join(DOCS, '..', PAGE_TYPES), 'utf8');
    expect(written === (await pageTypes(read('openapi-supervisor.json')))).toBe(true);
  });
});

describe('a change of a schema', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string' }, b: { anyOf: [{ const: 'x' }, { const: 'y' }] } },
  };

  it('is compatible when it adds what is optional', () => {
    expect(
      incompatibilities(schema, { ...schema, properties: { ...schema.properties, c: { type: 'number' } } }),
    ).toEqual([]);
  });

  it.each([
    ['takes a property away', { ...schema, properties: { a: { type: 'string' } } }, '/b: gone'],
    ['requires one more', { ...schema, required: ['a', 'b'] }, '/b: required now'],
    [
      'changes a type',
      { ...schema, properties: { ...schema.properties, a: { type: 'number' } } },
      '/a: its type has changed',
    ],
    [
      'allows fewer values',
      { ...schema, properties: { ...schema.properties, b: { anyOf: [{ const: 'x' }] } } },
      '/b: "y" is not allowed any more',
    ],
  ])('is refused when it %s', (_, changed, reason) => {
    expect(incompatibilities(schema, changed)).toContain(reason);
  });
});
