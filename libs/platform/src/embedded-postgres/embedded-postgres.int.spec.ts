import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function ask(server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>> {
  const client = new pg.Client(server.url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows[0];
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let top: string;
  let folder: string;
  const open: EmbeddedPostgres[] = [];
  const start = async (role: 'owner' | 'guest', where = folder): Promise<EmbeddedPostgres> => {
    const server = await openEmbeddedPostgres({ folder: where, role, unsafeButFast: true });
    open.push(server);
    return server;
  };

  beforeAll(async () => {
    top = await mkdtemp(join(tmpdir(), 'tracker-embedded-'));
    // A folder that only its owner may enter: as root, PostgreSQL's own user needs the capability.
    folder = join(top, 'closed', 'data');
    await mkdir(join(top, 'closed'), { mode: 0o700 });
  });

  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });

  afterAll(() => rm(top, { recursive: true, force: true }));

  it('makes a cluster in UTF-8 with a role that is no superuser, and keeps what was written', async () => {
    const first = await start('owner');
    expect(
      await ask(first, `select current_user as "user", usesuper as super from pg_user where usename = current_user`),
    ).toEqual({
      user: 'tracker',
      super: false,
    });
    expect(await ask(first, `select lower('ĐƠN VỊ') as low, current_setting('server_encoding') as enc`)).toEqual({
      low: 'đơn vị',
      enc: 'UTF8',
    });
    await ask(first, 'create table kept as select 42 as n');
    await first.close();
    expect(alive(first.pid)).toBe(false);

    const second = await start('owner');
    expect(await ask(second, 'select n from kept')).toEqual({ n: 42 });
    expect(second.port).toBe(first.port);
  });

  it('takes another port when the one of the last time is taken', async () => {
    const port = Number(await readFile(join(folder, 'postgres.port'), 'utf8'));
    const intruder = await new Promise<Server>((resolve) => {
      const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
    });
    try {
      const server = await start('owner');
      expect(server.port).not.toBe(port);
    } finally {
      await new Promise((resolve) => intruder.close(resolve));
    }
  });

  it('refuses a second owner on the same folder with one sentence, and leaves the first one running', async () => {
    const first = await start('owner');
    await expect(start('owner')).rejects.toThrow(
      `The system already runs on ${folder} (process ${process.pid}): stop it first, or set DATA_DIR to another folder.`,
    );
    expect(await ask(first, 'select 1 as one')).toEqual({ one: 1 });
  });

  it('lets a guest use the server of a running owner, and stops it only with the last one', async () => {
    const owner = await start('owner');
    const guest = await start('guest');
    expect(guest.pid).toBe(owner.pid);
    await owner.close();
    expect(await ask(guest, 'select 1 as one')).toEqual({ one: 1 });
    await guest.close();
    expect(alive(owner.pid)).toBe(false);
  });

  it('starts once when several start at the same moment', async () => {
    const fresh = join(top, 'race');
    const servers = await Promise.all([start('guest', fresh), start('guest', fresh), start('guest', fresh)]);
    expect(new Set(servers.map((server) => server.pid)).size).toBe(1);
  });

  it('keeps passwords to itself', async () => {
    expect((await stat(join(folder, 'postgres.password'))).mode & 0o077).toBe(0);
  });

  it('says in one sentence that a folder is of another PostgreSQL', async () => {
    const old = join(top, 'old');
    await mkdir(join(old, 'postgres'), { recursive: true });
    await writeFile(join(old, 'postgres', 'PG_VERSION'), '15\n');
    await expect(start('guest', old)).rejects.toThrow(/was made by PostgreSQL 15, this program brings 18/);
  });

  it('says in one sentence that the place of the folder is a file', async () => {
    await writeFile(join(top, 'file'), '');
    await expect(start('guest', join(top, 'file'))).rejects.toThrow(/is not a folder: set DATA_DIR to a folder/);
  });

  const unlessRoot = process.getuid?.() === 0 ? it.skip : it; // root may write everywhere
  unlessRoot('says in one sentence that it may not write there', async () => {
    const locked = join(top, 'locked');
    await mkdir(locked);
    await chmod(locked, 0o500);
    await expect(start('guest', join(locked, 'data'))).rejects.toThrow(/may not write/);
  });
});
