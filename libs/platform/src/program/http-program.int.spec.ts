import { Body, Controller, Get, Module, Param, Post, Query, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { createServer, type Server } from 'node:http';
import request from 'supertest';
import { gzipSync } from 'node:zlib';
import { Health, HealthModule } from '../health/health.js';
import { createLogger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { MetricsModule } from '../metrics/metrics.js';
import { configureHttp, listen } from './http-program.js';

class ItemDto {
  @IsString()
  @MaxLength(5)
  code!: string;

  @IsIn(['submit', 'receive'])
  type!: string;
}

class BatchDto {
  @IsArray()
  @ArrayMaxSize(2)
  // ValidateNested alone lets `[[]]` through
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ItemDto)
  items!: ItemDto[];
}

class PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Max(100)
  limit?: number;

  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'Phải là ngày dạng YYYY-MM-DD.' })
  from?: string;
}

@Controller('v1')
class TryController {
  @Post('batch')
  batch(@Body() body: BatchDto): { items: number } {
    return { items: body.items.length };
  }

  @Get('page')
  page(@Query() query: PageQuery): PageQuery {
    return query;
  }

  @Get('dossiers/:code')
  one(@Param('code') code: string): { code: string } {
    return { code };
  }

  @Get('broken')
  broken(): never {
    throw new Error('relation "secret" for Nguyễn Văn An 0912345678');
  }
}

@Module({ imports: [HealthModule, MetricsModule], controllers: [TryController] })
class TryModule {}

describe('an app on HTTP', () => {
  let app: INestApplication;
  let server: Server;
  let log = '';

  beforeAll(async () => {
    const logger = createLogger(
      { app: 'try', level: 'info', format: 'json' },
      { write: (line: string) => void (log += line) },
    );
    const module = await Test.createTestingModule({ imports: [TryModule] }).compile();
    app = module.createNestApplication({ bodyParser: false, logger: new NestLogger(logger) });
    configureHttp(app, { logger, bodyLimit: 2_000 });
    await app.init();
    server = app.getHttpServer() as Server;
  });
  afterAll(() => app.close());
  beforeEach(() => {
    log = '';
  });

  const post = (body: string | object): request.Test =>
    request(server).post('/v1/batch').set('Content-Type', 'application/json').send(body);

  it('takes a good request', async () => {
    const response = await post({ items: [{ code: 'A-1', type: 'submit' }] });
    expect([response.status, response.body]).toEqual([201, { items: 1 }]);
  });

  it('tells every fault of a body at once, with pointers, in Vietnamese', async () => {
    const response = await post({
      items: [
        { code: 'far too long', type: 'fly' },
        { code: 7, extra: 1, type: 'submit' },
      ],
      more: true,
    });
    expect(response.status).toBe(422);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).toEqual({
      type: '/problems/invalid-request',
      title: 'Yêu cầu có trường không hợp lệ',
      status: 422,
      instance: '/v1/batch',
      errors: expect.arrayContaining([
        { pointer: '#/more', code: 'unknown-field', detail: 'Không có trường này.' },
        { pointer: '#/items/0/code', code: 'too-long', detail: 'Không được dài quá 5 ký tự.' },
        { pointer: '#/items/0/type', code: 'not-a-known-value', detail: 'Phải là một trong: submit, receive.' },
        { pointer: '#/items/1/extra', code: 'unknown-field', detail: 'Không có trường này.' },
        {
          pointer: '#/items/1/code',
          code: expect.stringMatching(/too-long|not-a-string/) as string,
          detail: expect.any(String) as string,
        },
      ]) as unknown,
    });
    expect((response.body as { errors: unknown[] }).errors).toHaveLength(5);
  });

  it.each([
    ['a list', '[]', 422, 'invalid-request'],
    ['null', 'null', 422, 'invalid-request'],
    ['a text', '"text"', 422, 'invalid-request'],
    ['null for the list', '{"items":null}', 422, 'invalid-request'],
    ['null in the list', '{"items":[null]}', 422, 'invalid-request'],
    ['a list in the list', '{"items":[[]]}', 422, 'invalid-request'],
    ['a text for the list', '{"items":"x"}', 422, 'invalid-request'],
    ['a prototype', '{"__proto__":{"items":[]}}', 422, 'invalid-request'],
    ['nothing', '', 422, 'invalid-request'],
    ['half a document', '{"items":', 400, 'malformed-json'],
    ['a deep nest', `${'['.repeat(900)}${']'.repeat(900)}`, 400, 'malformed-json'],
    ['more than the limit', JSON.stringify({ items: [], pad: 'x'.repeat(3_000) }), 413, 'too-large'],
  ])('refuses %s', async (_what, body, status, kind) => {
    const response = await post(body);
    expect([response.status, (response.body as { type: string }).type]).toEqual([status, `/problems/${kind}`]);
  });

  it('measures a compressed body by what comes out of it', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000, 0x20));
    const response = await request(server)
      .post('/v1/batch')
      .set({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .serialize((data: unknown) => data as string)
      .send(bomb);
    expect(response.status).toBe(413);
  });

  it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])(
    'refuses %s with 415',
    async (type) => {
      const response = await request(server).post('/v1/batch').set('Content-Type', type).send('x=1');
      expect(response.status).toBe(415);
      expect(response.body).toMatchObject({
        type: '/problems/unsupported-media-type',
        detail: 'Content-Type phải là application/json.',
      });
    },
  );

  it('refuses another character set than UTF-8 and an unknown compression', async () => {
    const charset = await request(server)
      .post('/v1/batch')
      .set('Content-Type', 'application/json; charset=koi8-r')
      .send('{}');
    const encoding = await request(server)
      .post('/v1/batch')
      .set({ 'Content-Type': 'application/json', 'Content-Encoding': 'zip' })
      .send('{}');
    expect([charset.status, encoding.status]).toEqual([415, 415]);
  });

  it('tells the faults of a query by the parameter', async () => {
    const response = await request(server).get('/v1/page?limit=1000&from=2024&wrong=1');
    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({
      type: '/problems/invalid-parameter',
      errors: expect.arrayContaining([
        { parameter: 'limit', code: 'too-large', detail: 'Không được lớn hơn 100.' },
        { parameter: 'from', code: 'wrong-format', detail: 'Phải là ngày dạng YYYY-MM-DD.' },
        { parameter: 'wrong', code: 'unknown-field', detail: 'Không có trường này.' },
      ]) as unknown,
    });
  });

  it('answers 404 for what is not there and 400 for a broken address', async () => {
    const missing = await request(server).get('/nothing');
    expect([missing.status, missing.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect((await request(server).get('/v1/dossiers/%E0%A4%A')).status).toBe(400);
  });

  it('answers its own faults with 500, without their inside, and logs them without personal data', async () => {
    const response = await request(server).get('/v1/broken?name=An');
    expect(response.status).toBe(500);
    expect(JSON.stringify(response.body)).not.toContain('secret');
    expect(log).toContain('relation');
    expect(log).not.toContain('0912345678');
    expect(log).not.toContain('name=An');
  });

  it('is live, and ready only while its indicators are', async () => {
    const health = app.get(Health);
    let up = true;
    health.add({ name: 'thing', check: () => ({ up, detail: { lag: 3 } }) });
    expect((await request(server).get('/health/ready')).body).toEqual({
      status: 'up',
      checks: { thing: { status: 'up', lag: 3 } },
    });
    up = false;
    expect((await request(server).get('/health/ready')).status).toBe(503);
    expect((await request(server).get('/health/live')).status).toBe(200);
    up = true;
    health.add({
      name: 'failing',
      check: () => Promise.reject(Object.assign(new Error('postgresql://u:hush@h'), { code: 'ECONNREFUSED' })),
    });
    expect((await request(server).get('/health/ready')).body).toMatchObject({
      checks: { failing: { status: 'down', reason: 'ECONNREFUSED' } },
    });
    health.markDead('the consumer crashed');
    const live = await request(server).get('/health/live');
    expect([live.status, live.body]).toEqual([
      503,
      { status: 'down', checks: { process: { status: 'down', reason: 'the consumer crashed' } } },
    ]);
  });

  it('shows its measures to Prometheus, by route and not by path', async () => {
    await request(server).get('/v1/dossiers/H19-secret');
    const { text, headers } = await request(server).get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/v1/dossiers/:code",status="200"} 1',
    );
    expect(text).not.toContain('H19-secret');
  });

  it('says in one sentence that its port is taken', async () => {
    const intruder = createServer();
    await new Promise<void>((resolve) => intruder.listen(0, '127.0.0.1', resolve));
    const { port } = intruder.address() as { port: number };
    await expect(listen(app, port)).rejects.toThrow(
      `Port ${port} is taken by another program: stop that program, or choose another port with PORT.`,
    );
    await new Promise((resolve) => intruder.close(resolve));
  });
});
