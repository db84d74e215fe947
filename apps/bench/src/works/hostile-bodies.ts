export interface HostileBody {
  name: string;
  path: string;
  body: string;
}

const list = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
const object = (n: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(list(n, (i) => [`truong_${i}`, value]));

/** Bodies that were, or might be, dear to refuse: `times` is their size, from 1 to 4 (8 MiB at most). */
export function hostileBodies(times: number): HostileBody[] {
  const one = '/v1/dossiers/H19.45.22-241202-0001/receive';
  const marks = `a${'\u0323\u0300'.repeat(100_000 * times)}`;
  const item = (more: object) => (_: unknown, i: number) => ({ id: `k${i}`, type: 'receive', code: 'x', ...more });
  const items = (n: number, more: object) => list(n, (i) => item(more)(null, i));
  const supplements = list(200, () => ({ NgayBoSung: '99991231000000', NgayHenTraMoi: 'x', HoSoBoSungId: 'y' }));
  const json: [string, string, unknown][] = [
    ['one command: unknown fields', one, object(Math.min(500, 125 * times), 'x'.repeat(400))],
    ['one command: a name as long as the body', one, { ['x'.repeat(60_000 * times)]: 1 }],
    ['batch: 1,000 items of unknown fields', '/v1/commands', { items: items(250 * times, object(90, 1)) }],
    ['batch: half a million names in one object', '/v1/commands', object(120_000 * times, 1)],
    ['batch: lists of lists', '/v1/commands', { items: items(10, { papers: list(9_000 * times, () => [[]]) }) }],
    ['feed: junk instead of messages', '/v1/feed', { data: list(1_250 * times, () => 1) }],
    ['feed: more junk than a batch may hold', '/v1/feed', { data: list(290_000 * times, () => 1) }],
    [
      'feed: supplements that are all wrong',
      '/v1/feed',
      { data: list(25 * times, () => ({ DanhSachHoSoBoSung: supplements })) },
    ],
    ['feed: marks in a row', '/v1/feed', { data: [{ GhiChu: marks }] }],
    [
      'feed: one code again and again',
      '/v1/feed',
      { data: list(1_250 * times, () => ({ MaHoSo: 'H19.45.22-241202-0002' })) },
    ],
  ];
  return [
    ...json.map(([name, path, body]) => ({ name, path, body: JSON.stringify(body) })),
    { name: 'feed: a million levels', path: '/v1/feed', body: '['.repeat(1_000_000 * times) },
    {
      name: 'feed: one number as long as the body',
      path: '/v1/feed',
      body: `{"data":[${'1'.repeat(1_900_000 * times)}]}`,
    },
  ];
}
