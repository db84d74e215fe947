import { startTestDatabase, type TestDatabase } from '#testing';

describe('a pool', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  it('reads bigint as bigint, timestamptz as Instant, date as text, and writes bigint', async () => {
    const { rows } = await database.pool.query(
      `select $1::bigint as position, '2024-12-05 17:00:00.5+07'::timestamptz as half, '2024-02-29'::date as day, array[1::bigint, 2] as many`,
      [9_007_199_254_740_993n],
    );
    expect(rows[0]).toMatchObject({
      position: 9_007_199_254_740_993n,
      half: '2024-12-05T10:00:00.500Z',
      day: '2024-02-29',
    });
  });

  it('works in UTC whatever the zone of the process is', async () => {
    const { rows } = await database.pool.query<{ zone: string }>(`select current_setting('timezone') as zone`);
    expect(rows[0].zone).toBe('UTC');
  });

  it('reads old and far instants too', async () => {
    const { rows } = await database.pool.query(
      `select '1900-01-01T00:00:00Z'::timestamptz as old, '9999-12-31T23:59:59.999Z'::timestamptz as far, '2024-01-01T00:00:00.123456Z'::timestamptz as micro`,
    );
    expect(rows[0]).toEqual({
      old: '1900-01-01T00:00:00.000Z',
      far: '9999-12-31T23:59:59.999Z',
      micro: '2024-01-01T00:00:00.123Z',
    });
  });

  it('survives the loss of an idle connection', async () => {
    const pool = database.createPool(1);
    const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    const lost = new Promise((resolve) => pool.once('error', resolve));
    await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
    await lost;
    await expect(pool.query('select 1 as one')).resolves.toMatchObject({ rowCount: 1 });
  });
});
