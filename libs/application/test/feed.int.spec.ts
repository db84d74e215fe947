import { join } from 'node:path';
import { Reached } from '#domain';
import { Projector } from '#projections';
import { startTestDatabase, type TestDatabase, SEEDED_AT } from '#testing';
import {
  Application,
  type BatchReport,
  DeadlineClock,
  type Execute,
  ImportLeases,
  migrations,
  seedFolder,
} from '../src/index.js';

const SEEDS = join(import.meta.dirname, '../../../seeds');
const NOW = '2026-11-30T03:00:00.000Z';
const clock = { now: () => NOW };
let database: TestDatabase;
let application: Application;

beforeAll(async () => {
  database = await startTestDatabase({
    migrations,
    seed: { key: 'seeds', run: async (pool) => void (await seedFolder(pool, SEEDS, { now: SEEDED_AT })) },
  });
  application = new Application({ pool: database.pool, masterKey: Buffer.alloc(32, 7), clock });
});
afterAll(async () => {
  await application.close();
  await database.stop();
});

type Raw = Record<string, unknown>;
let serial = 0;
const newCode = (): string => `H19.45.22-261110-${String((serial += 1)).padStart(4, '0')}`;
const message = (MaHoSo: string, more: Raw = {}): Raw => ({
  MaHoSo,
  MaTTHC: '1.004884',
  KenhThucHien: '1',
  ChuHoSo: 'Nguyễn Thị Ví Dụ',
  MaDoiTuong: '000000000004',
  NgayTiepNhan: '20261110090000',
  TrangThaiHoSo: '4',
  DonViXuLy: 'UBND phường Xuân Bình',
  ...more,
});
const take = async (data: unknown[], reached?: Reached, service = 'DongBoHoSoMC'): Promise<BatchReport> =>
  (await application.feed.take({ service, data }, { source: 'feed', door: 'file', reached }))!;
const types = async (code: string): Promise<string[]> =>
  (await application.store.readStream(code)).map(({ type }) => type);
const overdues = async (code: string): Promise<string[]> =>
  (await application.store.readStream(code)).flatMap(({ type, occurredAt }) =>
    type === 'BecameOverdue' ? [occurredAt] : [],
  );

describe('the clock of a source that is being imported', () => {
  it('is asked as far as the messages that were taken reach, whatever lies in the future', async () => {
    const [open, ended] = [newCode(), newCode()];
    const reached = new Reached();
    await take([message(open)], reached);
    expect(await overdues(open)).toEqual([]);
    const later = { NgayTiepNhan: '20261120090000', NgayKetThucXuLy: '20261123090000' };
    await take([message(ended, { ...later, TrangThaiHoSo: '10', NgayTra: '20420103090000' })], reached);
    // said again, with nothing new: now it is known that the clock had run past its due instant
    await take([message(open, { HoSoCoThanhPhanSoHoa: '1' })], reached);
    expect(await overdues(open)).toHaveLength(1);
    expect((await overdues(open))[0]! <= '2026-11-23T02:00:00.000Z').toBe(true);
  });

  it('is not asked any further by a message that is refused, nor by a promise', async () => {
    const code = newCode();
    const reached = new Reached();
    await take([message(code)], reached);
    const far = { NgayTiepNhan: '20261129090000', NgayHenTra: '20261230170000' };
    expect(await take([message(newCode(), { ...far, DonViXuLy: 'Xã Chưa Có' })], reached)).toMatchObject({
      accepted: 0,
    });
    await take([message(newCode(), { NgayHenTra: '20261129170000' })], reached);
    await take([message(code, { HoSoCoThanhPhanSoHoa: '1' })], reached);
    expect(await overdues(code)).toEqual([]);
  });

  it('finds an end late in the very message that tells it', async () => {
    const code = newCode();
    await take([message(code, { TrangThaiHoSo: '9', NgayKetThucXuLy: '20261125090000' })], new Reached());
    expect(await overdues(code)).toHaveLength(1);
  });

  it('a due instant in the year 9999 is lost and told; what comes after it is taken', async () => {
    const code = newCode();
    expect(await take([message(code, { NgayHenTra: '99991231170000' })])).toMatchObject({
      accepted: 1,
      defects: [{ code, faults: [{ fault: 'date-out-of-range', field: 'NgayHenTra' }] }],
    });
    const reports = [6, 4].map((TrangThai, i) => ({
      MaHoSo: code,
      TrangThai,
      ThoiDiemXuLy: `2026111${1 + 2 * i}090000`,
    }));
    expect(await take(reports, undefined, 'CapNhatTienDoHoSoMC')).toMatchObject({ accepted: 2, defects: [] });
  });
});

describe('a message that goes wrong', () => {
  it('concerns itself alone: what the program fails on is kept aside and told', async () => {
    const [bad, good] = [newCode(), newCode()];
    const told: unknown[] = [];
    application.feed.onFault = (error) => told.push(error);
    const data = await application.reference.data();
    const { procedure } = data;
    data.procedure = (code, on) => {
      if (code === '1.004884.X') throw new RangeError('Invalid time value');
      return procedure.call(data, code, on);
    };
    const report = await take([message(bad, { MaTTHC: '1.004884.X' }), message(good)]);
    data.procedure = procedure;
    expect(report).toMatchObject({ accepted: 1, refused: [{ code: bad, faults: [{ fault: 'undecidable' }] }] });
    expect(told).toEqual([expect.any(RangeError)]);
    expect(await types(good)).toContain('Received');
    // nothing was thrown away
    const results = [];
    for await (const refused of application.messages.refused())
      if (refused.code === bad) results.push(await application.feed.replay(refused));
    expect(results).toEqual([expect.objectContaining({ events: expect.any(Number) as number })]);
    expect(await types(bad)).toContain('Received');
  });

  it('is refused when its code is none, and only a code is told as one', async () => {
    const codes = ['H19\u0000.45.22-261110-0001', 'Nguyễn Thị Ví Dụ 0912345678', '', null, 7, { a: 1 }];
    const report = await take(codes.map((MaHoSo) => ({ ...message(''), MaHoSo })));
    expect(report).toMatchObject({ accepted: 0, messages: codes.length });
    expect(report.refused.map(({ code }) => code)).toEqual(codes.map(() => null));
  });

  it('is refused when its encoding is broken or it nests too deep; its neighbours are taken', async () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    const good = newCode();
    const report = await take([
      message(newCode(), { ChuHoSo: 'Nguy\uFFFDn' }),
      message(newCode(), { TaiLieuNop: deep }),
      deep,
      message(good),
    ]);
    expect(report).toMatchObject({
      accepted: 1,
      refused: [
        { index: 0, faults: [{ fault: 'broken-text', field: 'ChuHoSo' }] },
        { index: 1, faults: [{ fault: 'too-deep' }] },
        { index: 2, faults: [{ fault: 'too-deep' }] },
      ],
    });
    expect(await types(good)).toContain('Received');
  });
});

describe('the lease of an import', () => {
  it('keeps its source from the clock until it ends, or until it has run out', async () => {
    const code = newCode();
    await take([message(code)], new Reached());
    const { pool } = database;
    await new Projector({ pool, store: application.store, vault: application.vault, clock }).catchUp();

    let at = '2026-11-30T03:00:00.000Z';
    const imports = new ImportLeases(pool, () => at);
    const execute: Execute = (command) => application.handler.execute(command);
    const deadlines = new DeadlineClock(pool, application.linked, execute, clock, imports, application.reference);
    const asked = async (): Promise<boolean> => {
      await deadlines.sweep();
      return (await overdues(code)).length > 0;
    };

    const killed = await imports.take('feed');
    const second = await imports.take('feed');
    expect(await imports.running()).toEqual([{ source: 'feed', since: at, until: '2026-11-30T03:00:15.000Z' }]);
    expect(await asked()).toBe(false);

    // the first dies and renews no more; the second is alive
    at = '2026-11-30T03:00:14.000Z';
    await second.renew();
    at = '2026-11-30T03:00:16.000Z';
    expect(await imports.running()).toMatchObject([{ source: 'feed', until: '2026-11-30T03:00:29.000Z' }]);
    expect(await asked()).toBe(false);

    await second.end();
    expect(await imports.running()).toEqual([]);
    expect(await asked()).toBe(true);
    await killed.end();
  });

  it('is waited for by another import of the source: until it has run out, or shows that it is alive', async () => {
    let at = '2026-11-30T04:00:00.000Z';
    const imports = new ImportLeases(database.pool, () => at);
    const dead = await imports.take('feed');
    const passes = (seconds: number) => (): Promise<void> => {
      at = new Date(Date.parse(at) + seconds * 1000).toISOString();
      return Promise.resolve();
    };
    expect(await imports.settled('feed', passes(5))).toBeNull();
    await dead.renew();
    const alive = async (): Promise<void> => {
      await passes(5)();
      await dead.renew();
    };
    expect(await imports.settled('feed', alive)).toMatchObject({ source: 'feed' });
    expect(await imports.settled('other', alive)).toBeNull();
    await dead.end();
  });
});
