import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Program, startApp, stopPrograms, temporaryFolder } from './programs.js';

const ADDRESS = /The page: (http:\/\/\S+)/;
const root = temporaryFolder();
const data = join(root, 'data');

afterAll(async () => {
  await stopPrograms();
  await rm(root, { recursive: true, force: true });
});

const start = (port = '0', dataDir = data): Program =>
  startApp('standalone', { DATA_DIR: dataDir, PORT: port }, ['--empty']);

/** What is said on standard error, but for the warning of the weeks in which the calendar comes to its end. */
const said = (err: string): string => err.replace(/^.*"The calendar ends on .*\n/gm, '');

/** One clear sentence: a line, and nothing of the program's inside. */
function expectOneSentence(all: string): void {
  const err = said(all);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toMatch(/[.]\n$/);
}

describe('npm start -- --empty', () => {
  it('prints its address, is ready, keeps others out, and stops on Ctrl-C with status 0', async () => {
    const first = start();
    const [, address] = await first.printed(ADDRESS);
    expect(first.child.exitCode).toBeNull();
    const ready = await fetch(`${address}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'up' }]);
    const page = await fetch(address);
    expect(await page.text()).toContain('<html lang="vi"');
    const meta = (await (await fetch(`${address}/api/meta`)).json()) as Record<string, unknown>;
    expect(meta).toMatchObject({ demonstration: null, units: [] });

    const second = await start().ended;
    expect(second.status).toBe(1);
    expectOneSentence(second.err);
    expect(second.err).toContain(data);

    const stopped = await first.stop('SIGINT');
    expect([stopped.status, said(stopped.err)]).toEqual([0, '']);
  });

  it('finds its data again within seconds', async () => {
    const before = start();
    const [, address] = await before.printed(ADDRESS);
    const ready = JSON.stringify((await (await fetch(`${address}/api/overview`)).json()) as object);
    expect(ready).toContain('"rows":[]');
    await before.stop('SIGINT');

    const started = performance.now();
    const again = start();
    await again.printed(ADDRESS);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(await again.stop('SIGTERM')).toMatchObject({ status: 0 });
  });

  it('says in one sentence that its port is taken, and leaves the folder to be started again', async () => {
    const intruder = createServer();
    await new Promise<void>((resolve) => intruder.listen(0, '127.0.0.1', resolve));
    const { port } = intruder.address() as { port: number };
    const refused = await start(String(port)).ended.finally(() => intruder.close());
    expect(refused.status).toBe(1);
    expectOneSentence(refused.err);
    expect(refused.err).toContain(`Port ${port} is taken`);

    const again = start(String(port));
    const [, address] = await again.printed(ADDRESS);
    expect(address).toBe(`http://127.0.0.1:${port}`);
    await again.stop('SIGINT');
  });

  it('says in one sentence that its folder cannot be one', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    const refused = await start('0', join(file, 'data')).ended;
    expect(refused.status).toBe(1);
    expectOneSentence(refused.err);
    expect(refused.err).toContain(file);
  });
});
