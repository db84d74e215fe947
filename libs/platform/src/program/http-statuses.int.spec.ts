import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { Body, Controller, Get, Module, Param, Post, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { HealthModule } from '../health/health.js';
import { createLogger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { configureHttp } from './http-program.js';

@Controller('v1')
class TryController {
  @Post(['batch', 'large'])
  batch(@Body() body: { items?: unknown[] }): { items: number } {
    return { items: body.items?.length ?? 0 };
  }

  @Get('page')
  page(): { page: number } {
    return { page: 1 };
  }

  @Get('dossiers/:code')
  one(@Param('code') code: string): { code: string } {
    return { code };
  }
}

@Module({ imports: [HealthModule], controllers: [TryController] })
class TryModule {}

describe('A request that no controller is to see', () => {
  let app: INestApplication;
  let server: Server;

  beforeAll(async () => {
    const logger = createLogger({ app: 'try', level: 'silent', format: 'json' });
    const module = await Test.createTestingModule({ imports: [TryModule] }).compile();
    app = module.createNestApplication({ bodyParser: false, logger: new NestLogger(logger) });
    configureHttp(app, {
      logger,
      bodyLimit: 2_000,
      bodyLimits: { '/v1/large': 60_000 },
      produces: [['/v1/', 'application/json']],
    });
    await app.init();
    server = app.getHttpServer() as Server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => app.close());

  it.each([
    ['a broken escape in a path', '/v1/dossiers/%E0%A4%A', 400, 'malformed-request'],
    ['bytes in a query that are not UTF-8', '/v1/page?from=%FF', 400, 'malformed-request'],
    ['a null character in a path', '/v1/dossiers/%00', 400, 'malformed-request'],
    ['a null character in a query', '/v1/page?from=%00', 400, 'malformed-request'],
    ['a long address', `/v1/page?from=${'x'.repeat(8_000)}`, 414, 'address-too-long'],
  ])('refuses %s', async (_what, path, status, kind) => {
    const response = await request(server).get(path);
    expect([response.status, (response.body as { type: string }).type]).toEqual([status, `/problems/${kind}`]);
  });

  it('answers another method of a known path with 405, and OPTIONS with what there is', async () => {
    const response = await request(server).delete('/v1/dossiers/H19');
    expect([response.status, response.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(response.body).toMatchObject({ type: '/problems/method-not-allowed', status: 405 });
    expect((await request(server).get('/v1/batch')).headers.allow).toBe('OPTIONS, POST');
    const options = await request(server).options('/v1/batch');
    expect([options.status, options.headers.allow, options.text]).toEqual([204, 'OPTIONS, POST', '']);
    expect((await request(server).head('/v1/dossiers/H19')).status).toBe(200);
    expect((await request(server).options('/nothing')).status).toBe(404);
  });

  it('answers 406 to a client that takes nothing of what there is', async () => {
    const response = await request(server).get('/v1/dossiers/H19').set('Accept', 'text/html');
    expect([response.status, response.type]).toEqual([406, 'application/problem+json']);
    expect((await request(server).get('/v1/dossiers/H19').set('Accept', 'text/html, */*;q=0.1')).status).toBe(200);
  });

  it('refuses bytes that are not UTF-8, wherever they stand', async () => {
    const response = await request(server)
      .post('/v1/batch')
      .set('Content-Type', 'application/json')
      .serialize((data: unknown) => data as string)
      .send(Buffer.from('{"items":[{"code":"Xu\u00e2n"}]}', 'latin1'));
    expect([response.status, (response.body as { type: string }).type]).toEqual([400, '/problems/not-utf8']);
  });

  it('has a limit of its own for a path', async () => {
    const items = Array.from({ length: 1_000 }, () => 1);
    const response = await request(server).post('/v1/large').send({ items });
    expect([response.status, response.body]).toEqual([201, { items: 1_000 }]);
    expect((await request(server).post('/v1/batch').send({ items })).status).toBe(413);
  });

  it.each([
    ['a line that is none', 'HALLO\r\n\r\n', 400, 'malformed-request'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n', 400, 'malformed-request'],
    ['no Host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n', 400, 'malformed-request'],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\n\r\n', 417, 'expectation-failed'],
  ])('answers %s with a problem, though it never becomes a request', async (_what, bytes, status, kind) => {
    const { port } = server.address() as { port: number };
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    const [head, body] = answer.split('\r\n\r\n') as [string, string];
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ type: `/problems/${kind}`, status });
  });
});
