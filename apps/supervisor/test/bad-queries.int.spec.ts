import { RealSupervisor } from './real-supervisor.js';
import { codeOf, smallWorld, XUAN_BINH } from './small-world.js';

const cursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

interface ProblemBody {
  type: string;
  title: string;
  status: number;
  errors?: { parameter: string; code: string; detail: string }[];
}

/** What a client sends wrong is told to it in Vietnamese: never 500, never figures of something else than was asked for. */
describe('a wrong question', () => {
  let system: RealSupervisor;
  beforeAll(async () => {
    system = await RealSupervisor.start();
    await smallWorld(system);
  });
  afterAll(() => system.stop());

  it.each([
    // periods
    ['overview?period=month:2024-13', 'period unknown-period'],
    ['overview?period=month:2024-00', 'period unknown-period'],
    ['overview?period=week:2023-W53', 'period unknown-period'],
    ['overview?period=quarter:2024-5', 'period unknown-period'],
    ['overview?period=range:2024-02-30..2024-03-01', 'period unknown-period'],
    ['overview?period=range:2024-03-01..2024-02-01', 'period unknown-period'],
    ['overview?period=range:1900-01-01..2024-02-01', 'period date-out-of-range'],
    ['overview?period=year:0001', 'period date-out-of-range'],
    ['overview?period=range:1850-01-01..2024-02-01', 'period date-out-of-range'],
    ['overview?period=year:2100', 'period date-out-of-range'],
    ['overview?period=year:99999', 'period unknown-period'],
    ['overview?period=gibberish', 'period unknown-period'],
    ['overview?period=month:2024-11&period=month:2024-12', 'period repeated'],
    [`overview?period=${'x'.repeat(300)}`, 'period too-long'],
    ['overview?reckon=backwards', 'reckon not-a-known-value'],
    // whose
    ['overview?scope=province', 'scope not-a-known-value'],
    ['overview?field=Thi%C3%AAn%20v%C4%83n', 'field unknown-field'],
    ['overview?procedure=9.999999', 'procedure unknown-procedure'],
    ['overview?unit=26077', 'unit unknown-parameter'],
    ['unit', 'unit required'],
    ['unit?unit=', 'unit required'],
    ['unit?unit=99999', 'unit unknown-unit'],
    ['unit?unit=26077@1999-01-01', 'unit unknown-unit'],
    ["unit?unit=26077';drop table read.cell;--", 'unit unknown-unit'],
    ['unit?unit=26071&period=month:2024-11', 'unit unknown-unit'],
    // figures
    ['drill', 'figure required'],
    ['drill?figure=column:none', 'figure unknown-figure'],
    ['drill?figure=column:toString', 'figure unknown-figure'],
    ['drill?figure=metric:on-time', 'figure unknown-figure'],
    ['drill?figure=metric:on-time:middle', 'figure unknown-figure'],
    ['drill?figure=metric:on-time:numerator:more', 'figure unknown-figure'],
    ['drill?figure=metric:nothing:numerator', 'figure unknown-figure'],
    ['drill?figure=measure:__proto__', 'figure unknown-figure'],
    ['drill?figure=measure:constructor', 'figure unknown-figure'],
    ['drill?figure=on-time', 'figure unknown-figure'],
    // pages
    ['drill?figure=column:received&limit=0', 'limit out-of-range'],
    ['drill?figure=column:received&limit=201', 'limit out-of-range'],
    ['drill?figure=column:received&limit=ten', 'limit out-of-range'],
    ['drill?figure=column:received&limit=1e2', 'limit out-of-range'],
    ['drill?figure=column:received&limit=-5', 'limit out-of-range'],
    ['drill?figure=column:received&after=nonsense', 'after unknown-cursor'],
    ['drill?figure=column:received&after=0.nonsense', 'after unknown-cursor'],
    ['drill?figure=column:received&after=5.', 'after unknown-cursor'],
    [`drill?figure=column:received&after=0.${cursor([1, '2024-02-31', 'H19'])}`, 'after unknown-cursor'],
    [`drill?figure=column:received&after=0.${cursor([2 ** 40, '2024-02-01', 'H19'])}`, 'after unknown-cursor'],
    [`drill?figure=column:received&after=0.${cursor([1.5, '2024-02-01', 'H19'])}`, 'after unknown-cursor'],
    [`drill?figure=column:received&after=0.${cursor([1, '2024-02-01', 'H\u0000'])}`, 'after unknown-cursor'],
    [`drill?figure=column:received&after=0.${cursor([1, '2024-02-01'])}`, 'after unknown-cursor'],
    [`drill?figure=column:received&after=0.${cursor(null)}`, 'after unknown-cursor'],
    [`worklist?after=${cursor(['2024-99-99T00:00:00.000Z', 'H19'])}`, 'after unknown-cursor'],
    [`worklist?after=${cursor(['infinity', 'H19'])}`, 'after unknown-cursor'],
    [`worklist?after=${cursor({ length: 2 })}`, 'after unknown-cursor'],
    ['worklist?kind=later', 'kind not-a-known-value'],
    ['worklist?days=0', 'days out-of-range'],
    ['worklist?days=31', 'days out-of-range'],
    ['worklist?apology=none', 'apology not-a-known-value'],
    ['worklist?period=month:2024-11', 'period unknown-parameter'],
    ['worklist.csv?limit=5', 'limit unknown-parameter'],
    ['worklist.csv?kind=later', 'kind not-a-known-value'],
    ['weeks?count=0', 'count out-of-range'],
    ['weeks?count=107', 'count out-of-range'],
    ['search', 'q required'],
    ['meta?x=1', 'x unknown-parameter'],
    ['meta?__proto__=1', '__proto__ unknown-parameter'],
    ['operations?x=1', 'x unknown-parameter'],
    [`dossiers/${codeOf(1)}?x=1`, 'x unknown-parameter'],
    [`dossiers/${codeOf(1)}?code=${codeOf(2)}`, 'code repeated'],
  ])('/api/%s is told: %s', async (path, fault) => {
    const { status, headers, body } = await system.get<ProblemBody>(`/api/${path}`);
    expect([status, body.type]).toEqual([400, '/problems/invalid-parameter']);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body.errors!.map(({ parameter, code }) => `${parameter} ${code}`)).toEqual([fault]);
    expect(body.errors![0]!.detail).toMatch(/[à-ỹ]/);
  });

  it.each(['overview?period=%00', 'overview?procedure=%00', 'search?q=%00', 'dossiers/%00'])(
    '/api/%s has a null character: the address is refused',
    async (path) => {
      const { status, body } = await system.get<ProblemBody>(`/api/${path}`);
      expect([status, body.type]).toEqual([400, '/problems/malformed-request']);
    },
  );

  it('is told all of its faults at once', async () => {
    const { body } = await system.get<ProblemBody>(
      '/api/drill?period=x&scope=y&unit=z&limit=0&figure=f&wrong=1&field=g',
    );
    expect(body.errors!.map(({ parameter }) => parameter).sort()).toEqual([
      'field',
      'figure',
      'limit',
      'period',
      'scope',
      'unit',
      'wrong',
    ]);
  });

  it.each([
    'dossiers/H19.45-241101-9999999',
    'dossiers/nothing',
    `dossiers/${'x'.repeat(150)}`,
    'dossiers/',
    'nothing',
    'unit/26077',
    'drill.csv',
  ])('/api/%s is not there', async (path) => {
    const { status, body } = await system.get<ProblemBody>(`/api/${path}`);
    expect([status, body.type]).toEqual([404, '/problems/not-found']);
  });

  it('is the client’s fault where the address itself is broken', async () => {
    expect((await system.get('/api/dossiers/%E0%A4%A')).status).toBe(400);
    expect((await system.get('/%E0%A4%A')).status).toBe(400);
  });

  it('answers extreme but right questions', async () => {
    for (const path of [
      'overview?period=range:2000-01-01..2099-12-31',
      'overview?period=range:2000-01-01..2099-12-31&reckon=cumulative',
      'overview?period=year:2000',
      'overview?period=year:2099',
      'overview?period=week:2026-W53',
      'overview?period=reporting-year:2024&reckon=cumulative',
      'overview?period=range:2024-02-29..2024-02-29',
      'weeks?count=106&period=year:2000',
      `unit?unit=${XUAN_BINH}&period=year:2099`,
      'drill?figure=column:carried&period=year:2000&limit=200',
      'search?q=%25',
      'search?q=%F0%9F%98%80',
    ]) {
      expect([path, (await system.get(`/api/${path}`)).status]).toEqual([path, 200]);
    }
  });
});
