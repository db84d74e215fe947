import type { Message } from 'kafkajs';
import { Projector } from '#projections';
import { type OwnKafka, until } from '#testing';
import { CommandsTopic, message, newCode, newId, PATIENCE_MS, type Rejection } from './commands-topic.js';
import { RealCounter } from './real-counter.js';

const local = (day: string, time: string): string => `2024-12-${day}T${time}:00+07:00`;
const PERSON = { name: 'Lê Thị Mẫu', phone: '0912345678' };
const receipt = {
  at: local('02', '08:00'),
  procedure: '1.004884',
  unit: '26077',
  applicant: PERSON,
  dueAt: local('10', '17:00'),
};
const NOW = '2024-12-03T03:00:00.000Z';
let commands: CommandsTopic;
let broker: OwnKafka;
let counter: RealCounter;
let topic: string;
let rejections: Rejection[];

beforeAll(async () => {
  commands = await CommandsTopic.start();
  ({ broker, topic, rejections } = commands);
  counter = await RealCounter.start([commands.door()]);
  counter.now = NOW;
  await commands.read();
}, 180_000);
afterAll(async () => {
  await commands.stop();
  await counter.stop();
  await broker.stop();
}, 60_000);

const send = (...messages: Message[]): Promise<unknown> => commands.send(...messages);
const settled = (): Promise<void> => commands.settled();

async function typesOf(code: string): Promise<string[]> {
  return (await counter.application.store.readStream(code)).map(({ type }) => type);
}
const recorded = (code: string, n: number): Promise<void> =>
  until(`${code} has ${n} events`, async () => (await typesOf(code)).length >= n, PATIENCE_MS);

describe('commands by Kafka', () => {
  it('become the events that they would be by HTTP, by the door kafka, once however often they come', async () => {
    const [code, id] = [newCode(), newId()];
    await send(message(code, 'receive', receipt, id), message(code, 'receive', receipt, id));
    await recorded(code, 1);
    await send(message(code, 'receive', receipt, id));
    await settled();
    const events = await counter.application.store.readStream(code);
    expect(events.map(({ type }) => type)).toEqual(['Received']);
    expect(events[0]!.meta).toEqual({ caller: 'quay-1', commandId: id, door: 'kafka' });
    // the same command by HTTP is the same command
    const reply = await counter.client.post(`/v1/dossiers/${code}/receive`, receipt, {
      'idempotency-key': id,
      'x-caller': 'quay-1',
    });
    expect([reply.status, reply.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(await counter.openText()).not.toContain(PERSON.phone);
  });

  it('of one dossier are decided in their order', async () => {
    const codes = Array.from({ length: 30 }, newCode);
    const steps: [string, object][] = [
      ['receive', receipt],
      ['request-supplement', { at: local('02', '09:00'), reason: 'Thiếu giấy' }],
      ['supplement', { at: local('03', '08:00') }],
      ['resolve', { at: local('03', '09:00'), outcome: 'granted' }],
    ];
    await send(...steps.flatMap(([type, body]) => codes.map((code) => message(code, type, body))));
    for (const code of codes) await recorded(code, 4);
    for (const code of codes) {
      expect(await typesOf(code)).toEqual(['Received', 'SupplementRequested', 'Supplemented', 'Resolved']);
    }
  });

  it('and by HTTP are stored all the same when another process has just forgotten their applicant', async () => {
    const applicant = { ...PERSON, identity: '000000000321' };
    const other = counter.another();
    const forget = () => other.vault.forget(other.vault.subjectId(applicant.identity), 'archivist');
    const body = { ...receipt, applicant };
    const [first, byKafka, byHttp] = [newCode(), newCode(), newCode()];
    await send(message(first, 'receive', body)); // the counter holds the applicant's key
    await recorded(first, 1);
    expect(await forget()).toMatchObject({ now: true });
    await send(message(byKafka, 'receive', body));
    await settled();
    expect(await typesOf(byKafka)).toEqual(['Received']);
    expect(await forget()).toMatchObject({ now: true });
    const reply = await counter.client.post(`/v1/dossiers/${byHttp}/receive`, body, { 'idempotency-key': newId() });
    expect(reply.status).toBe(200);
  });

  it('that are refused are told with the reason, kept sealed, and hold nobody up', async () => {
    const [code, id, other] = [newCode(), newId(), newCode()];
    const reason = `Thiếu giấy của ${PERSON.name}, gọi ${PERSON.phone}`;
    await send(message(code, 'withdraw', { at: local('02', '09:00'), reason }, id), message(other, 'receive', receipt));
    await recorded(other, 1);
    await until('it is told', () => rejections.some(({ key }) => key === code));
    const rejection = rejections.find(({ key }) => key === code)!;
    expect(rejection.problem).toMatchObject({ type: '/problems/not-received', status: 409 });
    expect(rejection.problem.errors).toMatchObject([{ code: 'not-received', pointer: '#/at' }]);
    expect(rejection.headers).toMatchObject({
      'content-type': 'application/problem+json',
      rejected_ce_id: id,
      rejected_ce_source: 'quay-1',
      rejected_ce_type: 'withdraw',
    });
    expect(rejection.text).not.toContain(PERSON.phone);
    const kept = await counter.application.refused.open(rejection.problem.instance.replace('/refused-commands/', ''));
    expect(kept!.command).toMatchObject({ code, topic, times: 1 });
    expect(JSON.stringify(kept!.message)).toContain(PERSON.phone);
    const { rows } = await counter.pool.query('select r::text as text from ops.refused_command r');
    for (const { text } of rows as { text: string }[]) expect(text).not.toContain(PERSON.phone);

    await send(message(code, 'withdraw', { at: local('02', '09:00'), reason }, id));
    await until('it is told again', () => rejections.filter(({ key }) => key === code).length === 2);
    const [first, again] = rejections.filter(({ key }) => key === code);
    expect(again!.problem.instance).toBe(first!.problem.instance);
  });

  const good = { ce_specversion: '1.0', ce_id: 'x-1', ce_source: 'quay-1', ce_type: 'receive' };
  const body = JSON.stringify(receipt);
  const BAD: [string, (code: string) => Partial<Message>, string, string[]][] = [
    ['a tombstone', () => ({ value: null }), 'invalid-request', ['tombstone']],
    ['what is not JSON', () => ({ value: '{"at":' }), 'malformed-json', []],
    ['an array', () => ({ value: '[]' }), 'invalid-request', ['not-an-object']],
    ['bytes that are not UTF-8', () => ({ value: Buffer.from([0x22, 0xff, 0x22]) }), 'not-utf8', []],
    ['5 MB', () => ({ value: JSON.stringify({ x: 'x'.repeat(5_000_000) }) }), 'too-large', []],
    ['deep nesting', () => ({ value: '['.repeat(100_000) + ']'.repeat(100_000) }), 'malformed-json', []],
    ['no headers', () => ({ headers: {} }), 'malformed-request', Array(5).fill('missing-header') as string[]],
    [
      'a doubled header',
      (code) => ({ headers: { ...good, ce_subject: code, ce_id: ['a', 'b'] } }),
      'malformed-request',
      ['doubled-header'],
    ],
    [
      'an id that is none',
      (code) => ({ headers: { ...good, ce_subject: code, ce_id: 'có dấu' } }),
      'malformed-request',
      ['key-shape'],
    ],
    [
      'another version of CloudEvents',
      (code) => ({ headers: { ...good, ce_subject: code, ce_specversion: '0.3' } }),
      'malformed-request',
      ['spec-version'],
    ],
    [
      'an unknown command',
      (code) => ({ headers: { ...good, ce_subject: code, ce_type: 'explode' } }),
      'unknown-command',
      [],
    ],
    [
      'the key of another dossier',
      () => ({ headers: { ...good, ce_subject: 'H19.45.22-241202-9999' } }),
      'malformed-request',
      ['subject-mismatch'],
    ],
    ['no key', () => ({ key: null }), 'malformed-request', ['missing-message-key']],
    [
      'a key that is no dossier code',
      () => ({ key: 'ho-so-1', headers: { ...good, ce_subject: 'ho-so-1' } }),
      'malformed-request',
      ['dossier-code'],
    ],
    [
      'an unknown field named by a person',
      () => ({ value: JSON.stringify({ ...receipt, [PERSON.phone]: 1 }) }),
      'invalid-request',
      ['unknown-field'],
    ],
  ];
  it.each(BAD)('that are %s are refused, and the next one is taken', async (_, change, type, codes) => {
    const [code, next] = [newCode(), newCode()];
    const before = rejections.length;
    await send(
      message(code, 'receive', JSON.parse(body) as object, newId(), change(code)),
      message(next, 'receive', receipt),
    );
    await recorded(next, 1);
    await until('it is told', () => rejections.length > before);
    const { problem, text } = rejections.at(-1)!;
    expect(problem.type).toBe(`/problems/${type}`);
    if (codes.length > 0) expect((problem.errors ?? []).map((each) => each.code).sort()).toEqual(codes);
    expect(text).not.toContain(PERSON.phone);
    expect(await typesOf(code)).toEqual([]);
  });

  it.each(['0', '253402300799999', String(Date.UTC(1970, 0, 2)), '-1'])(
    'count as of what they say, whatever the message’s time stamp says (%s)',
    async (timestamp) => {
      const code = newCode();
      // a broker takes what lies in the future only where it is told to
      const configEntries = [{ name: 'message.timestamp.after.max.ms', value: '9223372036854775807' }];
      await broker.admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries }] });
      await send(message(code, 'receive', receipt, newId(), { timestamp }));
      await recorded(code, 1);
      const [event] = await counter.application.store.readStream(code);
      expect(event!.occurredAt).toBe('2024-12-02T01:00:00.000Z');
    },
  );

  it('of a counter that was off line for a day come in one burst: nothing is overdue that was not', async () => {
    const { application } = counter;
    const codes = [newCode(), newCode()];
    await send(...codes.map((code) => message(code, 'receive', receipt)));
    for (const code of codes) await recorded(code, 1);
    const projector = new Projector({
      pool: counter.pool,
      store: application.store,
      vault: application.vault,
      clock: application.clock,
    });
    await projector.catchUp();
    // the counter is off line; the clock goes on and finds both dossiers overdue
    counter.now = '2024-12-12T03:00:00.000Z';
    expect((await application.deadlines.sweep()).becameOverdue).toBeGreaterThanOrEqual(2);
    for (const code of codes) expect(await typesOf(code)).toEqual(['Received', 'BecameOverdue']);
    const overdue = (await application.store.readStream(codes[0]!)).at(-1)!.occurredAt;
    const before = new Date(Date.parse(overdue) - 3_600_000).toISOString();
    const after = new Date(Date.parse(overdue) + 3_600_000).toISOString();
    await send(
      message(codes[0]!, 'digitise', { at: local('02', '08:10'), papers: ['TP-01'] }),
      message(codes[0]!, 'resolve', { at: before, outcome: 'granted' }),
      message(codes[0]!, 'return-result', { at: after, to: 'applicant' }),
      message(codes[1]!, 'resolve', { at: after, outcome: 'granted' }),
    );
    await settled();
    expect(await typesOf(codes[0]!)).toEqual([
      'Received',
      'BecameOverdue',
      'Digitised',
      'Resolved',
      'OverdueRetracted',
      'ResultReturned',
    ]);
    expect(await typesOf(codes[1]!)).toEqual(['Received', 'BecameOverdue', 'Resolved']);
    const resolved = (await application.store.readStream(codes[0]!)).find(({ type }) => type === 'Resolved')!;
    expect(resolved.occurredAt).toBe(before);
    expect(resolved.recordedAt).toBe(counter.now);
    counter.now = NOW;
  });

  it('go on after the broker was killed, and nothing is twice', async () => {
    const codes = Array.from({ length: 50 }, newCode);
    await send(...codes.slice(0, 25).map((code) => message(code, 'receive', receipt)));
    await broker.kill();
    await broker.restart();
    await until(
      'the broker takes messages again',
      () =>
        send(...codes.slice(25).map((code) => message(code, 'receive', receipt))).then(
          () => true,
          () => false,
        ),
      PATIENCE_MS,
    );
    for (const code of codes) await recorded(code, 1);
    await settled();
    for (const code of codes) expect(await typesOf(code)).toEqual(['Received']);
  }, 180_000);

  it('wait while the log cannot be written, and are all decided when it can', async () => {
    const codes = Array.from({ length: 20 }, newCode);
    const holder = await counter.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock(7301100)');
      await send(...codes.map((code) => message(code, 'receive', receipt)));
      await until('the door has them in hand', async () => {
        const text = await (await fetch(`${counter.client.address}/metrics`)).text();
        return Number(/^tracker_kafka_commands_in_flight (\d+)/m.exec(text)?.[1]) >= 20;
      });
      await counter.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
      );
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    for (const code of codes) await recorded(code, 1);
    await settled();
    for (const code of codes) expect(await typesOf(code)).toEqual(['Received']);
  });
});
