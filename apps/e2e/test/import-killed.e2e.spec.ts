import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Application, DeadlineClock, ImportLeases } from '#application';
import { startTestDatabase, type TestDatabase } from '#testing';
import { eventually, masterKey, ROOT, startApp, stopPrograms, temporaryFolder, tracker } from './programs.js';

const key = masterKey();
const folder = temporaryFolder();
/** Long after the due instants of the file, whenever the test runs. */
const clock = { now: () => '2025-01-31T03:00:00.000Z' };
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
  const seeded = await tracker(['--database', database.url, 'seed', join(ROOT, 'seeds')], { TRACKER_MASTER_KEY: key });
  expect(seeded).toMatchObject({ status: 0 });
});
afterAll(async () => {
  await stopPrograms();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A dossier a line, received on 2/12/2024 and open still. */
const line = (n: number): string =>
  JSON.stringify({
    service: 'DongBoHoSoMC',
    data: [
      {
        MaHoSo: `H19.45.23-241202-${String(n).padStart(5, '0')}`,
        MaTTHC: '1.004884',
        KenhThucHien: '1',
        MaDoiTuong: String(n).padStart(12, '0'),
        NgayTiepNhan: '20241202090000',
        TrangThaiHoSo: '4',
        DonViXuLy: 'UBND phường Xuân An',
      },
    ],
  });

it('an import that is killed gives its source back to the clock when its lease has run out, and can be run again', async () => {
  const file = join(folder, 'long.ndjson');
  await writeFile(file, Array.from({ length: 20_000 }, (_, n) => `${line(n)}\n`).join(''));
  const args = ['--database', database.url, 'import', '--source', 'city'];
  const dying = startApp('cli', { TRACKER_MASTER_KEY: key }, [...args, file]);
  const { pool } = database;
  const events = async (): Promise<number> =>
    Number((await pool.query<{ n: bigint }>('select count(*) as n from log.event')).rows[0]!.n);
  await eventually(events, (n) => n > 200, 60_000);
  expect((await dying.stop('SIGKILL')).status).toBeNull();

  // its lease stands; nobody renews it
  const [lease] = await new ImportLeases(pool).running();
  expect(lease).toMatchObject({ source: 'city' });

  const application = new Application({ pool, masterKey: Buffer.from(key, 'base64'), clock });
  const sweepAfter = (ms: number) => {
    const at = new Date(Date.parse(lease!.until) + ms).toISOString();
    const execute = application.handler.execute.bind(application.handler);
    return new DeadlineClock(
      pool,
      application.linked,
      execute,
      clock,
      new ImportLeases(pool, () => at),
      application.reference,
    ).sweep();
  };
  const rebuilt = await tracker(['--database', database.url, 'rebuild'], { TRACKER_MASTER_KEY: key });
  expect(rebuilt).toMatchObject({ status: 0 });
  expect(await sweepAfter(-1)).toEqual({ asked: 0, becameOverdue: 0 });
  const { asked, becameOverdue } = await sweepAfter(1);
  expect(asked).toBeGreaterThan(0);
  expect(becameOverdue).toBe(asked);

  // run again: nothing of the dead one is in its way, and every dossier is asked
  const short = join(folder, 'short.ndjson');
  await writeFile(short, `${line(0)}\n${line(19_999)}\n`);
  const again = await tracker([...args, short], { TRACKER_MASTER_KEY: key });
  expect(again).toMatchObject({ status: 0 });
  expect(await new ImportLeases(pool).running()).toEqual([]);
  const { rows } = await pool.query(
    `select 1 from log.event where stream = 'H19.45.23-241202-19999' and type = 'BecameOverdue'`,
  );
  expect(rows).toHaveLength(1);
  await application.close();
}, 180_000);
