import { jest } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AllowAll } from '../src/access/access.js';
import { RealSupervisor } from './real-supervisor.js';
import { smallWorld } from './small-world.js';

const SCRIPT = `console.log(${JSON.stringify('x'.repeat(5_000))})`;

describe('the page and its server', () => {
  let system: RealSupervisor;
  beforeAll(async () => {
    system = await RealSupervisor.start();
  });
  afterAll(() => system.stop());

  it('works without a page that was built', async () => {
    expect((await system.get('/')).status).toBe(404);
    expect((await system.get('/api/meta')).status).toBe(200);
  });

  it('takes no other method than its addresses know', async () => {
    for (const [path, allow] of [
      ['/tre-han', 'GET, HEAD, OPTIONS'],
      ['/api/meta', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const { status, headers } = await fetch(system.address + path, { method: 'POST' });
      expect([status, headers.get('allow'), headers.get('content-type')]).toEqual([
        405,
        allow,
        'application/problem+json; charset=utf-8',
      ]);
      expect((await fetch(system.address + path, { method: 'OPTIONS' })).status).toBe(204);
    }
    expect((await fetch(`${system.address}/api/nothing`, { method: 'POST' })).status).toBe(404);
    expect((await system.get('/api/meta', { accept: 'text/html' })).status).toBe(406);
  });

  describe('once it is built', () => {
    beforeAll(async () => {
      await mkdir(join(system.pageFolder, 'assets'));
      await writeFile(join(system.pageFolder, 'index.html'), '<!doctype html><title>Một cửa</title>');
      await writeFile(join(system.pageFolder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
      await writeFile(join(system.pageFolder, 'assets', 'index-abc123.js'), SCRIPT);
    });

    it.each(['/', '/don-vi', '/tre-han?kind=late', '/ho-so?code=H19', '/danh-sach'])(
      'gives the document at %s, asked for anew each time',
      async (path) => {
        const { status, headers, body } = await system.get<{ text: string }>(path);
        expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache']);
        expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(body.text).toContain('Một cửa');
        expect(headers.get('etag')).not.toBeNull();
      },
    );

    it('lets browsers keep what carries a hash in its name, and compresses it', async () => {
      const response = await fetch(`${system.address}/assets/index-abc123.js`, {
        headers: { 'accept-encoding': 'br' },
      });
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('content-encoding')).toBe('br');
      expect(await response.text()).toBe(SCRIPT);
      expect((await system.get('/icon.svg')).headers.get('content-type')).toBe('image/svg+xml');
    });

    it.each([
      '/index.html',
      '/don-vi/x',
      '/nothing',
      '/assets/missing.js',
      '/.env',
      '/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    ])('has nothing at %s', async (path) => {
      expect([403, 404]).toContain((await system.get(path)).status);
    });

    it('tells a reader who mistypes an address so by the page itself, and a program by problem details', async () => {
      const reader = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
      for (const path of ['/khong-co', '/don-vi/26077', '/tr%E1%BB%85-h%E1%BA%A1n']) {
        const { status, headers, body } = await system.get<{ text: string }>(path, reader);
        expect([path, status, headers.get('content-type')]).toEqual([path, 404, 'text/html; charset=utf-8']);
        expect(body.text).toContain('Một cửa');
        expect((await system.get(path)).headers.get('content-type')).toContain('application/problem+json');
      }
      for (const path of ['/v1/khong-co', '/health/khong-co', '/assets/none.js', '/none.txt'])
        expect((await system.get(path, reader)).headers.get('content-type')).toContain('application/problem+json');
    });

    it('allows no inline script or style, no other source, no frame', async () => {
      const { headers } = await system.get('/');
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(
        Object.fromEntries(
          ['x-content-type-options', 'x-frame-options', 'referrer-policy'].map((name) => [name, headers.get(name)]),
        ),
      ).toEqual({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
      });
      expect(headers.get('x-powered-by')).toBeNull();
    });

    it('keeps figures out of every cache, and compresses them', async () => {
      const response = await fetch(`${system.address}/api/overview`, { headers: { 'accept-encoding': 'gzip' } });
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-encoding')).toBe('gzip');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      await response.arrayBuffer();
    });
  });

  it('is ready while the figures keep up, and says in events and seconds how far they are behind', async () => {
    await system.fold();
    expect(await system.read('/health/ready')).toMatchObject({
      status: 'up',
      checks: {
        database: { status: 'up' },
        calendar: { status: 'up', announcedUntil: '2026-12-31' },
        figures: { status: 'up', lagEvents: 0, lagSeconds: 0 },
      },
    });
    await smallWorld(system);
    await system.accept('H19.45-241220-0001', {
      type: 'receive',
      at: system.now,
      procedure: '1.004884',
      unit: 'LK-01',
      channel: 'counter',
      applicant: {},
    });
    system.now = new Date(Date.parse(system.now) + 61_000).toISOString();
    const { status, body } = await system.get<{ checks: { figures: { lagEvents: number } } }>('/health/ready');
    expect([status, body.checks.figures]).toEqual([503, { status: 'down', lagEvents: 1, lagSeconds: 61 }]);
    const { asOf } = await system.read<{ asOf: { live: boolean; lagSeconds: number; instant: string } }>(
      '/api/overview',
    );
    expect(asOf).toMatchObject({ live: false, lagSeconds: 61, instant: '2024-12-20T03:00:00.000Z' });
    const { text } = (await system.get<{ text: string }>('/metrics')).body;
    expect(text).toMatch(/^tracker_figures_lag_events 1$/m);
    expect(text).toMatch(/^tracker_figures_lag_seconds 61$/m);
    expect((await system.get('/health/live')).status).toBe(200);
    await system.fold();
    expect((await system.get('/health/ready')).status).toBe(200);
  });

  it('asks one policy about every request, the live stream too', async () => {
    const asked: string[] = [];
    const allows = jest.spyOn(AllowAll.prototype, 'allows').mockImplementation(function (this: AllowAll, request) {
      asked.push(request.path);
      return request.path === '/api/meta';
    });
    expect((await system.get('/api/meta')).status).toBe(200);
    for (const path of ['/api/overview', '/api/live?view=overview', '/api/worklist.csv', '/api/operations']) {
      expect([path, (await system.get(path)).status]).toEqual([path, 403]);
    }
    expect(asked).toHaveLength(5);
    allows.mockRestore();
  });
});
