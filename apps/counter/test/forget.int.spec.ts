import { layAsideAnew } from '#application';
import { until } from '#testing';
import { CommandsTopic, message, newCode, newId, PATIENCE_MS, type Rejection } from './commands-topic.js';
import { RealCounter } from './real-counter.js';

const AT = '2024-12-02T08:00:00+07:00';
const NUMBER = '075190000042';
const OTHER = '075190000059';
const personOf = (identity: string) => ({ identity, name: 'Lê Thị Mẫu', phone: '0912345678' });
const receipt = (identity: string) => ({
  at: AT,
  procedure: '1.004884',
  unit: '26077',
  applicant: personOf(identity),
});
const feedOf = (code: string, identity: string) => ({
  MaHoSo: code,
  MaTTHC: 'x',
  ChuHoSo: 'Lê Thị Mẫu',
  MaDoiTuong: identity,
});

let commands: CommandsTopic;
let counter: RealCounter;
let rejections: Rejection[];
beforeAll(async () => {
  commands = await CommandsTopic.start();
  ({ rejections } = commands);
  counter = await RealCounter.start([commands.door()]);
  await commands.read();
}, 180_000);
afterAll(async () => {
  await commands?.stop();
  await counter?.stop();
  await commands?.broker.stop();
}, 60_000);

/** Sends what is refused, and gives its id where it is kept. */
async function refused(...sent: Parameters<typeof message>): Promise<string> {
  const before = rejections.length;
  await commands.send(message(...sent));
  await until('it is told', () => rejections.length > before, PATIENCE_MS);
  return rejections.at(-1)!.problem.instance.replace('/refused-commands/', '');
}
const readCommand = async (id: string): Promise<string> =>
  JSON.stringify((await counter.application.refused.open(id))!.message);
async function readMessages(): Promise<string[]> {
  const found: string[] = [];
  for await (const { raw } of counter.application.messages.refused()) found.push(raw);
  return found;
}
const feed = (line: string) => {
  const { application } = counter;
  const by = { source: 'one', door: 'feed' as const };
  let batch: unknown;
  try {
    batch = JSON.parse(line);
  } catch {
    return application.feed.refuseLine(line, { fault: 'broken-json' }, by);
  }
  return application.feed.take(batch, by);
};
const forget = (identity: string) => {
  const { vault } = counter.application;
  return vault.forget(vault.subjectId(identity), 'archivist');
};

describe('what was refused', () => {
  it('is unreadable once a person is forgotten who is named in it, or whose dossier it was about; the rest is read on', async () => {
    const [code, other] = [newCode(), newCode()];
    for (const [each, identity] of [
      [code, NUMBER],
      [other, OTHER],
    ] as const)
      expect((await counter.client.command(each, 'receive', receipt(identity))).status).toBe(200);
    const reason = 'Bà Mẫu, 0912345678, đã đổi ý';
    const ids = [
      // by the field for it, by a number in a text, in what is no JSON, and by the dossier alone
      await refused(newCode(), 'receive', { ...receipt(NUMBER), channel: 'fax' }),
      await refused(newCode(), 'withdraw', { at: AT, reason: `Bà Mẫu, số 075 190 000 042` }),
      await refused(newCode(), 'receive', {}, newId(), { value: `{"applicant":{"identity":"${NUMBER}"` }),
      await refused(code, 'resume', { at: AT, reason }),
    ];
    const stays = await refused(other, 'resume', { at: AT, reason });
    await feed(
      JSON.stringify({ service: 'DongBoHoSoMC', data: [feedOf(newCode(), NUMBER), feedOf(newCode(), OTHER)] }),
    );
    await feed(`{"service":"DongBoHoSoMC","data":[${JSON.stringify(feedOf(newCode(), NUMBER))}`);
    for (const id of [...ids, stays]) expect(await readCommand(id)).not.toBe('null');
    expect((await readMessages()).filter((raw) => raw.includes(NUMBER))).toHaveLength(2);

    expect(await forget(NUMBER)).toMatchObject({
      now: true,
      texts: { applicant: 1, 'raw-message': 2, 'refused-command': 4 },
    });
    for (const id of ids) expect(await readCommand(id)).toBe('null');
    expect(await readCommand(stays)).toContain('đã đổi ý');
    expect(await readMessages()).toEqual([expect.stringContaining(OTHER)]);
    // once more there is nothing to forget
    expect(await forget(NUMBER)).toMatchObject({ now: false, texts: { applicant: 1 } });
  });

  it('is forgotten, too, of somebody of whom nothing else is known', async () => {
    const identity = '075190000067';
    expect(await forget(identity)).toBeNull();
    const id = await refused(newCode(), 'receive', { ...receipt(identity), channel: 'fax' });
    expect(await forget(identity)).toMatchObject({ now: true, texts: { 'refused-command': 1 } });
    expect(await readCommand(id)).toBe('null');
  });

  it('and was kept before keys went with persons is sealed anew at the next start, and forgotten like the others', async () => {
    const { application, pool } = counter;
    const identity = '075190000075';
    counter.now = '2024-12-20T03:10:00.000Z'; // its messages are the last ones
    const id = await refused(newCode(), 'receive', { ...receipt(identity), channel: 'fax' });
    await feed(JSON.stringify({ service: 'DongBoHoSoMC', data: [feedOf(newCode(), identity)] }));
    // as it was: one key for all commands, and no word of whom a message is about
    for (const table of ['refused_command', 'refused_message']) {
      const { rows } = await pool.query<{ id: string; ref: string }>(
        `select id, sealed_ref as ref from ops.${table} order by last_at desc, id limit 1`,
      );
      const plaintext = (await application.vault.open(rows[0]!.ref))!;
      const [row] = await application.vault.sealAndStore([{ subject: `old ${table}`, kind: 'old', plaintext }]);
      await pool.query(`update ops.${table} set sealed_ref = $1 where id = $2`, [row!.ref, rows[0]!.id]);
      await pool.query('delete from log.sealed where ref = $1', [rows[0]!.ref]);
    }
    await pool.query(`update log.subject set about = '{}' where about <> '{}'`);
    await forget(identity);
    expect(await readCommand(id)).toContain(identity);

    await layAsideAnew(pool, application.vault);
    await layAsideAnew(pool, application.vault);
    const before = await readMessages();
    expect(before.filter((raw) => raw.includes(identity))).toHaveLength(1);
    expect(await forget(identity)).toMatchObject({ now: true, texts: { 'raw-message': 1, 'refused-command': 1 } });
    expect(await readCommand(id)).toBe('null');
    expect((await readMessages()).length).toBe(before.length - 1);
  });
});
