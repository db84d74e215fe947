import { startTestDatabase, type TestDatabase } from '#testing';
import { byteaArray, integerArray, plainArray, textArray } from './sql-arrays.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

it('writes arrays that PostgreSQL reads as they were meant', async () => {
  const strange = ['', ' ', 'a,b', '{x}', 'a"b', 'a\\b', 'NULL', 'null', 'Đặng Thị Ẩn', "it's", 'a\nb', '\\', '"'];
  const { rows } = await database.pool.query<{ t: unknown; n: unknown; b: unknown; h: unknown; e: unknown }>(
    `select $1::text[] as t, $2::bigint[]::text[] as n, $3::boolean[] as b,
       array(select encode(x, 'hex') from unnest($4::bytea[]) x) as h, $5::text[] as e`,
    [
      textArray([...strange, null]),
      plainArray([1, -2, 3n, null]),
      plainArray([true, false, null]),
      byteaArray(['00ff', 'abcdef', null]),
      textArray([]),
    ],
  );
  expect(rows).toEqual([
    { t: [...strange, null], n: ['1', '-2', '3', null], b: [true, false, null], h: ['00ff', 'abcdef', null], e: [] },
  ]);
});

it.each([[[]], [[0]], [[1, 0, -1, 127, 128, 255, 256, 65_536, 2 ** 31 - 1, -(2 ** 31)]]])(
  'writes %j in the binary form as it was meant',
  async (values) => {
    const { rows } = await database.pool.query<{ values: number[] }>('select $1::int[] as values', [
      integerArray(values.length, (i) => values[i]),
    ]);
    expect(rows).toEqual([{ values }]);
  },
);
