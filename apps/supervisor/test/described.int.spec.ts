import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS, EXAMPLES, METRICS } from '#metrics';
import { projectFolder } from '#application';
import { DescribedAnswers, type DescribedOperation, type Description } from '#testing';
import { randomHistory, UNITS } from './random-history.js';
import { RealSupervisor } from './real-supervisor.js';

/** Where an object lists its properties, it has no others: what is answered and not described is found too. */
const closed = (document: string): Description =>
  JSON.parse(document, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
      ? { additionalProperties: false, ...value }
      : value,
  ) as Description;

const document = readFileSync(join(projectFolder(), 'docs', 'openapi-supervisor.json'), 'utf8');
const api = new DescribedAnswers(closed(document));
const operations = Object.entries(api.description.paths).map(
  ([path, { get }]) => [path, get as DescribedOperation] as const,
);
const inQuery = ({ parameters = [] }: DescribedOperation) => parameters.filter(({ in: where }) => where === 'query');

/** Texts that a parameter is described not to take. */
function wrongTexts(schema: Record<string, unknown>): string[] {
  const {
    enum: values,
    pattern,
    minimum,
    maximum,
  } = schema as {
    enum?: string[];
    pattern?: string;
    minimum?: number;
    maximum?: number;
  };
  return [
    ...(values ? ['x', values[0]!.toUpperCase()] : []),
    ...(pattern ? ['***'] : []),
    ...(minimum === undefined ? [] : [String(minimum - 1), `${minimum}.5`]),
    ...(maximum === undefined ? [] : [String(maximum + 1)]),
    ...(schema['maxLength'] ? ['x'.repeat(Number(schema['maxLength']) + 1)] : []),
  ].filter((text) => !pattern || !new RegExp(pattern, 'u').test(text) || text.length > 200);
}

describe('the API as docs/openapi-supervisor.json describes it', () => {
  let system: RealSupervisor;
  let codes: string[];
  beforeAll(async () => {
    system = await RealSupervisor.start();
    codes = await randomHistory(system, 60, 7);
    await system.fold();
  });
  afterAll(() => system.stop());

  /** What of an answer is not as it is described. */
  async function fault(path: string, query: string, address = path): Promise<string | null> {
    const { status, headers, body } = await system.get<Record<string, unknown>>(`${address}?${query}`);
    const type = headers.get('content-type') ?? '';
    const what = api.fault(path, 'get', status, type, type.includes('json') ? body : body['text']);
    return what && `${address}?${query} → ${status}: ${what}`;
  }

  it('has every address of the API, and those alone', () => {
    expect(operations.map(([path]) => path).sort()).toEqual(
      [
        'dossiers/{code}',
        'drill',
        'live',
        'meta',
        'operations',
        'overview',
        'search',
        'unit',
        'weeks',
        'worklist',
        'worklist.csv',
      ].map((name) => `/api/${name}`),
    );
  });

  it('answers every question as it is described', async () => {
    const questions: [path: string, query: string, address?: string][] = [
      ['/api/meta', ''],
      ['/api/operations', ''],
      ['/api/search', 'q=h19.45'],
      ['/api/search', 'q=none'],
      ...EXAMPLES.map((period): [string, string] => ['/api/overview', `period=${period}`]),
      ...['all', 'city', 'ward', 'branch'].map((scope): [string, string] => [
        '/api/overview',
        `scope=${scope}&period=year:2024&reckon=cumulative`,
      ]),
      ['/api/weeks', 'count=3'],
      ['/api/weeks', `unit=${UNITS[0]}&period=month:2024-11`],
      ...UNITS.map((unit): [string, string] => ['/api/unit', `unit=${unit}&period=year:2024`]),
      ['/api/unit', 'unit=26080&period=year:2024'],
      ...COLUMNS.map(({ id }): [string, string] => ['/api/drill', `figure=column:${id}&period=year:2024&limit=200`]),
      ...METRICS.flatMap(({ id }) =>
        ['numerator', 'denominator'].map((side): [string, string] => [
          '/api/drill',
          `figure=metric:${id}:${side}&period=year:2024&unit=${UNITS[0]}`,
        ]),
      ),
      ['/api/drill', 'figure=metric:on-time:numerator&unit=26080&period=year:2024'],
      ...['late', 'today', 'soon'].flatMap((kind): [string, string][] => [
        ['/api/worklist', `kind=${kind}&limit=5`],
        ['/api/worklist.csv', `kind=${kind}`],
      ]),
      ['/api/worklist', 'apology=owed'],
      ...codes.map((code): [string, string, string] => ['/api/dossiers/{code}', '', `/api/dossiers/${code}`]),
      ['/api/dossiers/{code}', '', '/api/dossiers/H19.45-241101-9999999'],
    ];
    const faults: (string | null)[] = [];
    for (const question of questions) faults.push(await fault(...question));
    expect(faults.filter((each) => each !== null)).toEqual([]);
  });

  it('knows every parameter that is described, and no other', async () => {
    const names = [...new Set(operations.flatMap(([, operation]) => inQuery(operation).map(({ name }) => name)))];
    for (const [path, operation] of operations.filter(([each]) => each !== '/api/live')) {
      const address = path.replace('{code}', codes[0]!);
      const { body } = await system.get<{ errors?: { parameter: string; code: string }[] }>(
        // a wrong value of each: which of them are unknown is told at once
        `${address}?${[...names, 'nothing'].map((name) => `${name}=${'x'.repeat(201)}`).join('&')}`,
      );
      const unknown = body.errors!.filter(({ code }) => code === 'unknown-parameter').map(({ parameter }) => parameter);
      const known = (operation.parameters ?? []).map(({ name }) => name);
      expect([path, unknown.sort()]).toEqual([
        path,
        [...names, 'nothing'].filter((name) => !known.includes(name)).sort(),
      ]);
    }
  });

  it('takes the examples and defaults that are described, and refuses what they exclude', async () => {
    for (const [path, operation] of operations.filter(([each]) => each !== '/api/live')) {
      const needed = inQuery(operation).filter(({ required }) => required);
      for (const { name, schema } of inQuery(operation)) {
        const others = needed.filter((each) => each.name !== name).map((each) => `${each.name}=${each.schema.example}`);
        const ask = (text: string) =>
          system.get<{ errors?: { parameter: string }[] }>(
            `${path}?${[...others, `${name}=${encodeURIComponent(text)}`].join('&')}`,
          );
        const good = [schema.example, schema['default'], ...(schema.enum ?? [])].filter((each) => each !== undefined);
        for (const text of good) {
          expect([path, name, text, (await ask(String(text))).status]).toEqual([path, name, text, 200]);
        }
        for (const text of wrongTexts(schema)) {
          const { status, body } = await ask(text);
          expect([path, name, text, status, body.errors?.map(({ parameter }) => parameter)]).toEqual([
            path,
            name,
            text,
            400,
            [name],
          ]);
        }
      }
      for (const { name } of needed) expect([name, (await system.get(path)).status]).toEqual([name, 400]);
    }
  });

  it('opens a live stream as it is described', async () => {
    const abort = new AbortController();
    const response = await fetch(`${system.address}/api/live?view=overview`, { signal: abort.signal });
    const type = response.headers.get('content-type')!;
    abort.abort();
    expect(api.fault('/api/live', 'get', response.status, type, '')).toBeNull();
    expect(await fault('/api/live', 'view=nothing')).toBeNull();
    expect(await fault('/api/live', 'view=dossier&code=none')).toBeNull();
  });
});
