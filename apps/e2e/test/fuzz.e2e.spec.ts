import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { importFile } from '../../cli/src/import-file.js';
import { DescribedAnswers, type Description, until } from '#testing';
import { openAllDoors } from './fuzz/all-doors.js';
import { Described } from './fuzz/described.js';
import { watchHealth } from './fuzz/health.js';
import { code, text } from './fuzz/junk.js';
import { counterRequests, feedBatch, type FuzzRequest, questions } from './fuzz/requests.js';

/** Requests and messages over all doors together; `TRACKER_FUZZ_RUNS=100000` asks for as many. The same seed sends the same. */
const RUNS = Number(process.env.TRACKER_FUZZ_RUNS ?? 2_000);
const SEED = Number(process.env.TRACKER_FUZZ_SEED ?? 766);
/** Where it is said, health must answer within so many ms, p99: on a machine that does nothing else. */
const HEALTH_MS = process.env.TRACKER_FUZZ_HEALTH_MS;
/** Sent side by side. */
const TOGETHER = 16;

const share = (of: number): number => Math.max(50, Math.round(RUNS * of));
/** `of` the runs, as they come from the seed. */
function* sample<T>(arbitrary: fc.Arbitrary<T>, of: number): Generator<T> {
  // few at a time: the doors that are asked are in this process
  const chunk = 50;
  for (let done = 0, all = share(of); done < all; done += chunk)
    yield* fc.sample(arbitrary, { seed: SEED + done, numRuns: Math.min(chunk, all - done) });
}

/**
 * A connection that was kept and that the server closed just then has brought nothing of an answer: the request is sent again, as each client
 * does (RFC 9112, 9.3.1). It may be: a question changes nothing, a command or a feed is recognised by its key or its content, and one without a
 * key is refused.
 */
async function answered(address: string, init: RequestInit): Promise<Response> {
  for (let tried = 1; ; tried++) {
    try {
      return await fetch(address, init);
    } catch (error) {
      const { code: cause } = ((error as Error).cause ?? {}) as { code?: string };
      if (tried === 3 || !['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'].includes(cause ?? '')) throw error;
    }
  }
}

describe('Whatever comes by a door', () => {
  let doors: Awaited<ReturnType<typeof openAllDoors>>;
  let api: Described;
  let questionsApi: DescribedAnswers;
  let health: ReturnType<typeof watchHealth> | null = null;

  beforeAll(async () => {
    doors = await openAllDoors();
    api = new Described((await (await fetch(`${doors.address}/openapi.json`)).json()) as Description);
    questionsApi = new DescribedAnswers(
      (await (await fetch(`${doors.address}/openapi-supervisor.json`)).json()) as Description,
    );
    health = watchHealth(doors.address);
  }, 180_000);
  afterAll(async () => {
    await health?.stop();
    await doors.stop();
  });

  async function send(request: FuzzRequest): Promise<{ status: number; type: string; body: unknown }> {
    const { method, path, headers, body } = request;
    const init = { method, headers, ...(body === undefined ? {} : { body: body as string }) };
    const response = await answered(doors.address + path, init);
    const type = response.headers.get('content-type') ?? '';
    const answer = await response.text();
    return {
      status: response.status,
      type,
      body: /json/.test(type) && answer !== '' ? (JSON.parse(answer) as unknown) : answer,
    };
  }

  /** Sends them side by side; gives the first that were answered as they must not be. */
  async function wrongAnswers(
    requests: Iterable<FuzzRequest>,
    fault: (request: FuzzRequest, answer: Awaited<ReturnType<typeof send>>) => string | null,
  ): Promise<unknown[]> {
    const wrong: unknown[] = [];
    let done = 0;
    const queue = requests[Symbol.iterator]();
    const work = async (): Promise<void> => {
      for (let next = queue.next(); !next.done && wrong.length < 5; next = queue.next()) {
        const request = next.value;
        const answer = await send(request).catch((error: unknown) => {
          throw new Error(`no answer after ${done} that came: ${JSON.stringify(request)}`, { cause: error });
        });
        done += 1;
        const what = fault(request, answer);
        if (what !== null) wrong.push({ what, after: done, request, answer });
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    return wrong;
  }

  const hours = 12 * 3_600_000;

  it(
    'at the counter is answered as the description says',
    async () => {
      const wrong = await wrongAnswers(sample(counterRequests(api), 0.6), ({ described, method }, answer) => {
        const { status, type, body } = answer;
        if (status >= 500) return `${status}`;
        if (described === null) return api.problemFault(status, type, body);
        const fault = api.fault(described, method.toLowerCase() as 'get' | 'post', status, type, body);
        // an address that is none of this path any more (an empty step, two steps back)
        return fault !== null && status === 404 ? api.problemFault(status, type, body) : fault;
      });
      expect(wrong).toEqual([]);
    },
    hours,
  );

  it(
    'at the supervisor is answered, or refused with problem details',
    async () => {
      await doors.catchUp();
      const wrong = await wrongAnswers(sample(questions, 0.2), ({ method, described }, { status, type, body }) => {
        if (method === 'GET' && described !== null) return questionsApi.fault(described, 'get', status, type, body);
        if (status === 200 || status === 204) return null;
        return body === '' && type.startsWith('application/problem+json') ? null : api.problemFault(status, type, body);
      });
      expect(wrong).toEqual([]);
    },
    hours,
  );

  it(
    'by Kafka is decided or refused, each message for itself',
    async () => {
      const header = fc.oneof({ weight: 15, arbitrary: fc.uuid() }, { weight: 1, arbitrary: text });
      const messages = fc.constantFrom(...api.commands).chain((type) =>
        fc
          .record({
            key: code,
            id: header,
            source: fc.constantFrom('fuzz', 'fuzz', 'fuzz', ''),
            type: fc.oneof({ weight: 15, arbitrary: fc.constant(type) }, { weight: 1, arbitrary: text }),
            body: api.body(`/v1/dossiers/{code}/${type}`),
            how: fc.integer({ min: 0, max: 30 }),
          })
          .map(({ key, id, source, type: asked, body, how }) => ({
            key: how === 0 ? null : key,
            value: how === 1 ? null : Buffer.from(JSON.stringify(body), how === 2 ? 'latin1' : 'utf8'),
            headers: {
              ce_specversion: '1.0',
              ce_id: id,
              ce_source: source,
              ce_type: asked,
              ...(how === 3 ? {} : { ce_subject: key }),
            },
          })),
      );
      const producer = doors.kafka.kafka.producer();
      await producer.connect();
      try {
        let batch: (typeof messages extends fc.Arbitrary<infer M> ? M : never)[] = [];
        for (const message of sample(messages, 0.1)) {
          batch.push(message);
          if (batch.length < 200) continue;
          await producer.send({ topic: doors.topic, messages: batch });
          batch = [];
        }
        if (batch.length > 0) await producer.send({ topic: doors.topic, messages: batch });
      } finally {
        await producer.disconnect();
      }
      const { admin } = doors.kafka;
      await until(
        'every message is decided or refused',
        async () => {
          const [ends, [done]] = await Promise.all([
            admin.fetchTopicOffsets(doors.topic),
            // a broker that is busy answers late: it is asked again
            admin.fetchOffsets({ groupId: 'counter', topics: [doors.topic] }).catch(() => []),
          ]);
          const committed = new Map(done.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
          if (done === undefined) return false;
          return ends.every(({ partition, high }) => Math.max(0, committed.get(partition) ?? 0) === Number(high));
        },
        hours,
      );
      const ready = (await (await fetch(`${doors.address}/health/ready`)).json()) as { checks: Record<string, object> };
      expect(ready.checks['commands-by-kafka']).toEqual({ status: 'up' });
    },
    hours,
  );

  it(
    'in a file is taken or kept aside, line by line',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
      try {
        const file = join(folder, 'fuzz.ndjson');
        let written = 0;
        for (const batch of sample(feedBatch, 0.1)) {
          const nth = written++;
          const line = nth % 40 === 0 ? '{"data":[' : nth % 41 === 0 ? '['.repeat(5_000) : JSON.stringify(batch);
          await appendFile(file, `${line}\n`);
        }
        const report = await importFile(
          doors.application.feed,
          file,
          { source: 'fuzz-file', door: 'file' },
          {
            progress: () => undefined,
            fault: () => undefined,
          },
        );
        expect(report.lines).toBe(written);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    hours,
  );

  it('leaves the process alive all along, and its log without a fault of its own', async () => {
    const { polled, failed, ...waits } = await health!.stop();
    health = null;
    expect(polled).toBeGreaterThan(0);
    expect(failed).toEqual([]);
    expect(doors.errors).toEqual([]);
    if (HEALTH_MS === undefined) return;
    process.stdout.write(`health, asked ${polled} times: ${JSON.stringify(waits)} ms\n`);
    expect(waits.p99).toBeLessThanOrEqual(Number(HEALTH_MS));
  });
});
