import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandInput, seedFolder } from '#application';
import { at } from '#domain';
import type { Operations } from '../../web/src/api.js';
import { RealSupervisor } from './real-supervisor.js';

const PART = '99001@2019-06-01';
const GONE = '99002@2019-06-01';
const [NORTH, SOUTH] = ['99011@2019-06-01', '99012@2019-06-01'];
/** A ward that was split between two, and one that was given to nobody, both on 15/11/2024. */
const UNITS = `unit,agency_code_placeholder,name,population,aliases,valid_from,valid_to,successors
99001,H19.45.71,Phường Bến Đá,ward,,2019-06-01,2024-11-15,99011|99012
99002,H19.45.72,Phường Bến Gỗ,ward,,2019-06-01,2024-11-15,
99011,H19.45.73,Phường Bến Bắc,ward,,2019-06-01,,
99012,H19.45.74,Phường Bến Nam,ward,,2019-06-01,,
`;
/** Marriages of the first go to the north; of its other procedures nothing is said. */
const SUCCESSIONS = `unit,successor,procedure,agency_code
99001,99011,1.000894,
`;

/** The present is Friday 20/12/2024, 10:00. */
describe('what operations must know', () => {
  let system: RealSupervisor;
  let serial = 0;

  const seed = async (files: Record<string, string>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'supervisor-seeds-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await seedFolder(system.database.pool, folder, { now: system.now }).finally(() => rm(folder, { recursive: true }));
    system.application.reference.invalidate();
  };
  const dossier = async (unit: string, procedure = '1.004884', ...more: CommandInput[]): Promise<string> => {
    serial += 1;
    const code = `H19.45.71-241104-${String(serial).padStart(4, '0')}`;
    const receipt = { type: 'receive', channel: 'counter', applicant: { identity: '072001' } } as const;
    await system.accept(code, { ...receipt, procedure, unit, at: at('2024-11-04', '08:00') }, ...more);
    return code;
  };
  const settled = async (): Promise<void> => {
    await system.application.deadlines.sweep();
    await system.fold();
  };
  const operations = (): Promise<Operations> => system.read<Operations>('/api/operations');

  beforeAll(async () => {
    system = await RealSupervisor.start();
    await seed({ 'units.csv': UNITS, 'successions.csv': SUCCESSIONS });
  });
  afterAll(() => system.stop());

  it('has nothing to list where nothing is left with a closed unit', async () => {
    await dossier(PART, '1.000894'); // its rule chooses
    await dossier(PART, '1.004884', { type: 'resolve', at: at('2024-11-06', '09:00'), outcome: 'granted' });
    await dossier(NORTH);
    await settled();
    expect((await operations()).closedUnits).toEqual({ total: 0, items: [] });
  });

  it('lists what stays with a unit that is no more, until a rule or a person has decided', async () => {
    const open = await dossier(PART);
    const waiting = await dossier(PART, '1.004884', {
      type: 'request-supplement',
      at: at('2024-11-05', '09:00'),
      reason: 'thiếu giấy tờ',
    });
    const ofNobody = await dossier(GONE);
    await settled();
    const { closedUnits } = await operations();
    expect(closedUnits).toMatchObject({
      total: 3,
      items: [
        {
          code: open,
          unit: { key: PART, name: 'Phường Bến Đá', validTo: '2024-11-15' },
          procedure: { code: '1.004884' },
          phase: 'open',
          dueAt: at('2024-11-07', '17:00'),
        },
        { code: waiting, phase: 'waiting' },
        { code: ofNobody, unit: { key: GONE }, successors: [] },
      ],
    });
    expect(closedUnits.items[0]!.successors.map(({ key }) => key)).toEqual([NORTH, SOUTH]);

    await system.accept(ofNobody, {
      type: 'transfer',
      at: at('2024-12-19', '09:00'),
      unit: SOUTH,
      reason: 'phân công',
    });
    await settled();
    expect((await operations()).closedUnits.items.map(({ code }) => code)).toEqual([open, waiting]);

    await seed({ 'successions.csv': `${SUCCESSIONS}99001,99012,1.004884,\n` });
    expect((await operations()).closedUnits.total).toBe(0); // the clock has something to go by now
  });

  it('counts all and names the first fifty', async () => {
    const codes: string[] = [];
    for (let n = 0; n < 52; n += 1) codes.push(await dossier(GONE));
    await settled();
    const { closedUnits } = await operations();
    expect(closedUnits.total).toBe(52);
    expect(closedUnits.items.map(({ code }) => code)).toEqual(codes.slice(0, 50));
  });

  it('names the sources that are being imported', async () => {
    const lease = await system.application.imports.take('hkg');
    expect((await operations()).importing).toEqual([
      { source: 'hkg', since: expect.any(String) as string, until: expect.any(String) as string },
    ]);
    await lease.end();
    expect((await operations()).importing).toEqual([]);
  });

  it('says in words why messages were kept aside', async () => {
    await system.application.feed.take({ service: 'DongBoHoSoMC', data: [{}] }, { source: 'hkg', door: 'feed' });
    expect((await operations()).refused).toContainEqual({ fault: 'no-code', label: 'thiếu mã hồ sơ', messages: 1 });
  });

  it('says how far the calendar reaches, and when it ends soon', async () => {
    expect((await operations()).calendar).toEqual({ announcedUntil: '2026-12-31', endsSoon: false });
    const { now } = system;
    system.now = '2026-12-01T03:00:00.000Z';
    expect((await operations()).calendar).toEqual({ announcedUntil: '2026-12-31', endsSoon: true });
    system.now = now;
  });
});
