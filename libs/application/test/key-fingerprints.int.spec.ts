import { createHash } from 'node:crypto';
import { startTestDatabase, type TestDatabase } from '#testing';
import { Application, keyFingerprints, migrations } from '#application';

const masterKey = Buffer.alloc(32, 7);
const NOW = '2024-12-20T03:00:00.000Z';
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

let database: TestDatabase;
let application: Application;
beforeAll(async () => {
  database = await startTestDatabase({ migrations });
  application = new Application({ pool: database.pool, masterKey, clock: { now: () => NOW } });
});
afterAll(async () => {
  await application.close();
  await database.stop();
});

const message = { MaHoSo: 'H19.45.22-241202-0001', MaTTHC: 'x', ChuHoSo: 'Lê Thị Mẫu', MaDoiTuong: '075190000042' };
const raw = JSON.stringify(message);

/** A refused message as it was kept before fingerprints had a key. */
async function keptBefore(text: string): Promise<void> {
  const digest = sha256(text);
  const subject = `message ${digest.toString('hex')}`;
  const [row] = await application.vault.sealAndStore([{ subject, kind: 'raw-message', plaintext: text }]);
  await database.pool.query(
    `insert into ops.refused_message (source, digest, service, code, faults, sealed_ref, first_at, last_at)
     values ('one', $1, 'DongBoHoSoMC', null, '[]', $2, $3, $3)`,
    [digest, row!.ref, NOW],
  );
}

describe('what was laid aside before fingerprints had a key', () => {
  it('is known again by what it means, and nothing of it can be found by trying', async () => {
    await keptBefore(raw);
    await database.pool.query(
      `insert into ops.message_defect (source, digest, code, faults, first_at) values ('one', $1, '', '[]', $2)`,
      [sha256(raw), NOW],
    );
    const forgotten = JSON.stringify({ ...message, MaHoSo: 'H19.45.22-241202-0002' });
    await keptBefore(forgotten);
    await application.vault.forget(`message ${sha256(forgotten).toString('hex')}`, 'archivist');

    await keyFingerprints(database.pool, masterKey, application.vault);
    await keyFingerprints(database.pool, masterKey, application.vault);

    const reversed = Object.fromEntries(Object.entries(message).reverse());
    const report = await application.feed.take(
      { service: 'DongBoHoSoMC', data: [reversed] },
      { source: 'one', door: 'feed' },
    );
    expect(report!.refused).toHaveLength(1);
    const { rows } = await database.pool.query<{ times: number; sealed_ref: string }>(
      'select times, sealed_ref from ops.refused_message order by times',
    );
    expect(rows.map(({ times }) => times)).toEqual([1, 2]);
    expect(await application.vault.open(rows[1]!.sealed_ref)).toBe(raw);

    for (const table of ['ops.refused_message', 'ops.message_defect', 'log.subject', 'log.sealed']) {
      const all = await database.pool.query<{ text: string }>(`select t::text as text from ${table} t`);
      for (const text of [raw, forgotten])
        expect(all.rows.map((row) => row.text).join()).not.toContain(sha256(text).toString('hex'));
    }
  });

  it('is two rows where it was spelled in two ways, and one after that', async () => {
    const other = { ...message, MaHoSo: 'H19.45.22-241202-0003' };
    await database.pool.query('delete from ops.keyed');
    await database.pool.query('delete from ops.refused_message');
    await keptBefore(JSON.stringify(other));
    await keptBefore(JSON.stringify(Object.fromEntries(Object.entries(other).reverse())));
    await keyFingerprints(database.pool, masterKey, application.vault);
    const { rows } = await database.pool.query<{ sealed_ref: string }>('select sealed_ref from ops.refused_message');
    expect(rows).toHaveLength(1);
    expect(JSON.parse((await application.vault.open(rows[0]!.sealed_ref))!)).toEqual(other);
  });
});

describe('the reference of a text that is compared', () => {
  it('is the same in every program of one key and in one dossier', () => {
    const code = 'H19.45.22-241202-0001';
    const one = application.vault.textRef(code, 'Văn phòng');
    const again = new Application({ pool: database.pool, masterKey, clock: application.clock });
    const strange = new Application({ pool: database.pool, masterKey: Buffer.alloc(32, 8), clock: application.clock });
    expect(again.vault.textRef(code, 'Văn phòng')).toBe(one);
    expect(strange.vault.textRef(code, 'Văn phòng')).not.toBe(one);
    expect(application.vault.textRef('H19.45.22-241202-0002', 'Văn phòng')).not.toBe(one);
  });
});
