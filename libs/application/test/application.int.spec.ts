import { jest } from '@jest/globals';
import { join } from 'node:path';
import { startTestDatabase, type TestDatabase, SEEDED_AT } from '#testing';
import { Projector } from '#projections';
import { Application, type CommandInput, dossierCommand, migrations, type Outcome, seedFolder } from '../src/index.js';
import { seedFiles } from './seed-files.js';

const SEEDS = join(import.meta.dirname, '../../../seeds');
let database: TestDatabase;
let application: Application;
let now = '2024-12-16T03:00:00.000Z';
const clock = { now: () => now };
const open = (): Application => new Application({ pool: database.pool, masterKey: Buffer.alloc(32, 7), clock });

beforeAll(async () => {
  database = await startTestDatabase({
    migrations,
    seed: { key: 'seeds', run: async (pool) => void (await seedFolder(pool, SEEDS, { now: SEEDED_AT })) },
  });
  application = open();
});
afterAll(async () => {
  await application.close();
  await database.stop();
});

let keys = 0;
const execute = (
  code: string,
  command: CommandInput,
  commandId = `key-${(keys += 1)}`,
  by = application,
): Promise<Outcome> =>
  by.handler.execute(
    dossierCommand(code, command, {
      caller: 'counter',
      door: 'http',
      commandId,
      bodyHash: JSON.stringify(command),
    }),
  );
const receipt: CommandInput = {
  type: 'receive',
  at: '2024-12-09T01:30:00.000Z',
  procedure: '1.004884',
  unit: '26077',
  channel: 'counter',
  applicant: { identity: '000000000123', name: 'Người nộp thử', phone: '0000000123' },
};

/** Seeds, as another process does. */
const seed = (files: Record<string, string>) => seedFiles(database.pool, files);

describe('a command', () => {
  it('is decided and stored, with its due instant', async () => {
    const outcome = await execute('H19.45.22-241209-0001', receipt);
    expect(outcome).toMatchObject({
      kind: 'done',
      repeated: false,
      phase: 'open',
      dueAt: '2024-12-12T10:00:00.000Z',
      events: [{ type: 'Received' }, { type: 'BecameOverdue', occurredAt: '2024-12-12T10:00:00.000Z' }],
    });
  });

  it('gives the first answer again under the same key, and refuses the key for another body', async () => {
    const code = 'H19.45.22-241209-0002';
    const first = await execute(code, receipt, 'once');
    const again = await execute(code, receipt, 'once');
    expect(again).toEqual({ ...first, repeated: true });
    expect(await execute(code, { ...receipt, channel: 'post' } as CommandInput, 'once')).toEqual({
      kind: 'key-reused',
    });
  });

  it('is refused with its reason, and the refusal is the answer for ever', async () => {
    const code = 'H19.45.22-241209-0003';
    const resolve: CommandInput = { type: 'resolve', at: '2024-12-10T01:00:00.000Z', outcome: 'granted' };
    const refused = await execute(code, resolve, 'too early');
    expect(refused).toMatchObject({ kind: 'refused', refusals: [{ reason: 'not-received' }] });
    await execute(code, receipt);
    expect(await execute(code, resolve, 'too early')).toEqual({ ...refused, repeated: true });
  });

  it('has exactly one winner where two processes resolve one dossier at once', async () => {
    const code = 'H19.45.22-241209-0004';
    await execute(code, receipt);
    const other = open();
    await other.log.load(code);
    const resolve: CommandInput = { type: 'resolve', at: '2024-12-11T01:00:00.000Z', outcome: 'granted' };
    const outcomes = await Promise.all([execute(code, resolve), execute(code, resolve, undefined, other)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
    expect(outcomes).toContainEqual(
      expect.objectContaining({ refusals: [{ reason: 'result-exists', pointer: '/at' }] }),
    );
    const facts = await application.store.readStream(code);
    expect(facts.filter(({ type }) => type === 'Resolved')).toHaveLength(1);
    // it was overdue by the first decision; the resolution in time takes that back
    expect(facts.map(({ type }) => type)).toEqual(['Received', 'BecameOverdue', 'Resolved', 'OverdueRetracted']);
    await other.close();
  });

  it('is never refused, nor taken for done already, for what another process has changed meanwhile', async () => {
    const code = 'H19.45.22-241209-0006';
    const other = open();
    await execute(code, receipt, undefined, other); // it remembers the dossier as it is now
    await execute(code, { type: 'forward', at: '2024-12-09T02:00:00.000Z', officer: 'CB-1', stage: 'Thẩm định' });
    const accept: CommandInput = { type: 'accept-handover', at: '2024-12-09T03:00:00.000Z', officer: 'CB-1' };
    expect(await execute(code, accept, undefined, other)).toMatchObject({ kind: 'done' });
    await other.close();
  });

  it('lets the clock find what another process has changed meanwhile', async () => {
    const code = 'H19.45.22-241209-0007';
    const before = now;
    now = '2024-12-10T03:00:00.000Z';
    const clerk = open();
    const ask = (at: string): Promise<Outcome> =>
      clerk.handler.execute(
        dossierCommand(
          code,
          { type: 'ask-clock', at },
          {
            caller: 'clock',
            door: 'clock',
            commandId: `${code} ${at}`,
            bodyHash: '',
            keepAnswer: false,
            askedUpTo: at,
          },
        ),
      );
    expect(await ask(now)).toMatchObject({ kind: 'done', events: [] }); // nothing is known of it yet
    await execute(code, receipt);
    now = before;
    expect(await ask(now)).toMatchObject({ kind: 'done', events: [{ type: 'BecameOverdue' }] });
    await clerk.close();
  });

  it('is never refused for a unit that another process has just made known', async () => {
    const other = open();
    await execute('H19.45.22-241209-0008', receipt, undefined, other); // it holds the data of reference as they are now
    await seed({ 'units.csv': 'unit,name,population\n99003,Phường Thêm,ward\n' });
    const there = { ...receipt, unit: '99003' } as CommandInput;
    expect(await execute('H19.45.22-241209-0009', there, undefined, other)).toMatchObject({ kind: 'done' });
    expect(await execute('H19.45.22-241209-0010', { ...there, unit: '99004' } as CommandInput)).toMatchObject({
      kind: 'refused',
      refusals: [{ reason: 'unknown-unit' }],
    });
    await other.close();
  });

  it('is stored all the same when another process has just forgotten its applicant', async () => {
    const other = open();
    const identity = '000000000124';
    const command = { ...receipt, applicant: { identity, name: 'Người nộp thử' } } as CommandInput;
    await execute('H19.45.22-241209-0011', command); // this process holds the applicant's key
    await other.vault.forget(application.vault.subjectId(identity), 'archivist');
    const codes = ['H19.45.22-241209-0012', 'H19.45.22-241209-0013'];
    for (const outcome of await Promise.all(codes.map((code) => execute(code, command))))
      expect(outcome).toMatchObject({ kind: 'done', repeated: false, events: [{ type: 'Received' }, {}] });
    for (const code of codes) {
      const [received] = await application.store.readStream(code);
      const { applicantRef } = received!.data as { applicantRef: string };
      expect(JSON.parse((await other.vault.open(applicantRef))!)).toMatchObject({ name: 'Người nộp thử' });
    }
    await other.close();
  });

  it('leaves no particulars and no free text in the log, and gives them back from the vault', async () => {
    const code = 'H19.45.22-241209-0005';
    await execute(code, receipt);
    await execute(code, {
      type: 'request-supplement',
      at: '2024-12-09T02:00:00.000Z',
      reason: 'Thiếu bản sao giấy tờ',
    });
    const { rows } = await database.pool.query<{ text: string }>(
      `select string_agg(data::text || meta::text, ' ') as text from log.event where stream = $1`,
      [code],
    );
    for (const secret of ['000000000123', 'Người nộp thử', '0000000123', 'Thiếu bản sao'])
      expect(rows[0]!.text).not.toContain(secret);
    const [received, ...others] = await application.store.readStream(code);
    const { applicantRef } = received!.data as { applicantRef: string };
    expect(JSON.parse((await application.vault.open(applicantRef))!)).toMatchObject({ name: 'Người nộp thử' });
    const requested = others.find(({ type }) => type === 'SupplementRequested')!.data as { reasonRef: string };
    expect(await application.vault.open(requested.reasonRef)).toBe('Thiếu bản sao giấy tờ');
  });
});

describe('the deadline clock', () => {
  const project = () =>
    new Projector({ pool: database.pool, store: application.store, vault: application.vault, clock }).catchUp();

  it('asks what is due, once, and leaves a source that is being imported to its import', async () => {
    now = '2024-12-16T03:00:00.000Z';
    const code = 'H19.45.22-241216-0001';
    await execute(code, { ...receipt, at: '2024-12-16T02:00:00.000Z' } as CommandInput);
    await project();
    expect(await application.deadlines.sweep()).toEqual({ asked: 0, becameOverdue: 0 });
    now = '2024-12-20T03:00:00.000Z';
    const lease = await application.imports.take('counter');
    expect((await application.deadlines.sweep()).asked).toBe(0);
    await lease.end();
    expect(await application.deadlines.sweep()).toEqual({ asked: 1, becameOverdue: 1 });
    await project();
    expect(await application.deadlines.sweep()).toEqual({ asked: 0, becameOverdue: 0 });
  });

  it('hands over what was open when its unit closed, also what has ended before anybody knew that it closes', async () => {
    const unit = '99102@2019-06-01';
    const units = (validTo: string, successor: string) => ({
      'units.csv': `unit,agency_code_placeholder,name,population,aliases,valid_from,valid_to,successors
99102,H19.45.82,Xã sẽ đóng,ward,,2019-06-01,${validTo},${successor}\n`,
    });
    await seed(units('', ''));
    application.reference.invalidate();
    const [stayed, ended] = ['H19.45.82-241209-0001', 'H19.45.82-241209-0002'];
    for (const [code, at] of [
      [stayed, '2024-12-12T02:00:00.000Z'],
      [ended, '2024-12-10T02:00:00.000Z'],
    ] as const) {
      await execute(code, { ...receipt, unit } as CommandInput);
      await execute(code, { type: 'resolve', at, outcome: 'granted' });
    }
    await project();
    await application.deadlines.sweep();
    expect((await application.store.readStream(stayed)).map(({ type }) => type)).not.toContain('Transferred');

    await seed(units('2024-12-11', '26077'));
    application.reference.invalidate();
    await application.deadlines.sweep();
    await project();
    const handedOver = (await application.store.readStream(stayed)).filter(({ type }) => type === 'Transferred');
    expect(handedOver).toMatchObject([
      { occurredAt: '2024-12-10T16:59:59.999Z', data: { from: unit, because: 'unit-closed' } },
    ]);
    expect((await application.store.readStream(ended)).map(({ type }) => type)).not.toContain('Transferred');
    const query = jest.spyOn(database.pool, 'query');
    expect((await application.deadlines.sweep()).asked).toBe(0);
    // they are looked for once, not with every sweep
    const texts = query.mock.calls.map(([asked]: unknown[]) =>
      typeof asked === 'string' ? asked : (asked as { text: string }).text,
    );
    expect(texts.join()).toContain('read.dossier');
    expect(texts.join()).not.toContain('read.mark');
    query.mockRestore();
  });

  it('tells a dossier that it is a stage of another one, and asks no more about those that have been told', async () => {
    const [parent, child] = ['H19.45.22-241209-0091', 'H19.45.22-241209-0092'];
    await execute(child, receipt);
    await execute(parent, receipt);
    const at = '2024-12-09T02:00:00.000Z';
    await execute(parent, { type: 'open-linked-stage', at, agency: 'thue', child });
    expect((await application.linked.untoldAfter(0n)).stages).toEqual([{ parent, child }]);
    await application.deadlines.sweep();
    const told = (await application.store.readStream(child)).at(-1);
    expect(told).toMatchObject({ type: 'Corrected', data: { event: 1, data: { parent } }, meta: { door: 'clock' } });
    await project();
    // as a clock that has just started sees it
    const { position } = await application.store.head();
    expect(await application.linked.untoldAfter(0n)).toEqual({ stages: [], upTo: position });
  });
});

describe('the national feed', () => {
  const message = {
    MaHoSo: 'H19.45.77-241202-0001',
    MaTTHC: '1.004884.000.00.00.H19',
    KenhThucHien: '1',
    ChuHoSo: 'Người nộp bí mật',
    MaDoiTuong: '000000000999',
    NgayNopHoSo: '20241202080000',
    NgayTiepNhan: '20241202080000',
    NgayHenTra: '20241205170000',
    TrangThaiHoSo: '2',
    DonViXuLy: 'UBND phường Mới',
  };
  const by = { source: 'feed', door: 'feed' as const };

  it('keeps a message of an unknown unit encrypted, and lets it in once the unit exists', async () => {
    const report = await application.feed.take({ service: 'DongBoHoSoMC', data: [message] }, by);
    expect(report).toMatchObject({
      accepted: 0,
      refused: [{ index: 0, code: message.MaHoSo, faults: [{ fault: 'unknown-unit' }] }],
    });
    const { rows } = await database.pool.query<{ text: string }>(
      `select row_to_json(r)::text as text from ops.refused_message r
       union all select encode(ciphertext, 'escape') from log.sealed`,
    );
    expect(rows.some(({ text }) => text.includes('bí mật') || text.includes('000000000999'))).toBe(false);

    await seed({
      'units.csv': 'unit,agency_code,name,population,aliases\n99001,H19.45.77,Phường Mới,ward,UBND phường Mới\n',
    });
    const results = [];
    for await (const refused of application.messages.refused()) results.push(await application.feed.replay(refused));
    expect(results).toEqual([{ events: 2 }]);
    expect((await application.store.readStream(message.MaHoSo))[0]).toMatchObject({ type: 'Received' });
    for await (const _ of application.messages.refused()) throw new Error('nothing is refused any more');
  });

  it('adds nothing for the same message again, and takes nothing for what is no batch', async () => {
    const again = await application.feed.take({ service: 'DongBoHoSoMC', data: [message, message] }, by);
    expect(again).toMatchObject({ messages: 2, accepted: 0, unchanged: 2, events: 0, refused: [] });
    expect(await application.feed.take([], by)).toBeNull();
  });

  describe('beside another process that has changed the dossier meanwhile', () => {
    const known = { ...message, DonViXuLy: 'UBND phường Xuân Bình', HoSoCoThanhPhanSoHoa: '1' };
    const take = (data: object, by: Application): Promise<unknown> =>
      by.feed.take({ service: 'DongBoHoSoMC', data: [data] }, { source: 'feed', door: 'feed' });
    let other: Application;

    beforeEach(() => {
      other = open();
    });
    afterEach(() => other.close());

    it('adds once more what the other has taken back', async () => {
      const data = { ...known, MaHoSo: 'H19.45.22-241202-0002' };
      expect(await take(data, application)).toMatchObject({ accepted: 1 });
      const digitised = (await application.store.readStream(data.MaHoSo)).find(({ type }) => type === 'Digitised')!;
      expect(await take(data, application)).toMatchObject({ unchanged: 1 }); // it remembers the dossier as it is now
      await execute(
        data.MaHoSo,
        { type: 'retract', at: now, event: digitised.version, reason: 'Ghi nhầm hồ sơ' },
        undefined,
        other,
      );
      expect(await take(data, application)).toMatchObject({ accepted: 1, events: 1 });
      expect((await application.store.readStream(data.MaHoSo)).at(-1)).toMatchObject({ type: 'Digitised' });
    });

    it('takes a message of an applicant whom the other has forgotten', async () => {
      const data = { ...known, MaHoSo: 'H19.45.22-241202-0004', MaDoiTuong: '000000000998' };
      expect(await take(data, application)).toMatchObject({ accepted: 1 });
      await other.vault.forget(application.vault.subjectId(data.MaDoiTuong), 'archivist');
      const next = { ...data, MaHoSo: 'H19.45.22-241202-0005' };
      expect(await take(next, application)).toMatchObject({ accepted: 1, refused: [] });
    });

    it('keeps a message that it refuses when the other has forgotten the one before', async () => {
      const data = { ...known, MaHoSo: 'H19.45.22-241202-0006', DonViXuLy: 'UBND phường Không Có' };
      await take(data, application);
      const { rows } = await database.pool.query<{ id: string; subject: string }>(
        `select r.id, s.subject from ops.refused_message r join log.sealed s on s.ref = r.sealed_ref where r.code = $1`,
        [data.MaHoSo],
      );
      await other.vault.forget(rows[0]!.subject, 'archivist');
      await database.pool.query('delete from ops.refused_message where id = $1', [rows[0]!.id]);
      expect(await take(data, application)).toMatchObject({ refused: [{ faults: [{ fault: 'unknown-unit' }] }] });
    });

    it('refuses no message, and finds no defect in it, for what the other has just made known', async () => {
      const data = { ...known, MaHoSo: 'H19.45.22-241202-0007', DonViXuLy: 'UBND phường Sau' };
      expect(await take(data, application)).toMatchObject({ refused: [{ faults: [{ fault: 'unknown-unit' }] }] });
      await seed({ 'units.csv': 'unit,name,population,aliases\n99005,Phường Sau,ward,UBND phường Sau\n' });
      expect(await take(data, application)).toMatchObject({ accepted: 1, refused: [], defects: [] });
    });

    it('refuses no end of a dossier that the other has received', async () => {
      const data = { ...known, MaHoSo: 'H19.45.22-241202-0003' };
      const end = { ...data, NgayTiepNhan: '', TrangThaiHoSo: '9', NgayKetThucXuLy: '20241204090000' };
      expect(await take(end, application)).toMatchObject({ refused: [{ faults: [{ fault: 'no-receipt' }] }] });
      await take(data, other);
      expect(await take(end, application)).toMatchObject({ accepted: 1, refused: [] });
      expect((await application.store.readStream(data.MaHoSo)).map(({ type }) => type)).toContain('Resolved');
    });
  });
});
