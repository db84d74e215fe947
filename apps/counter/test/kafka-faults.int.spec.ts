import type { Message } from 'kafkajs';
import { until } from '#testing';
import { CommandsTopic, message, newCode, newId, PATIENCE_MS } from './commands-topic.js';
import { RealCounter } from './real-counter.js';

const local = (day: string, time: string): string => `2024-12-${day}T${time}:00+07:00`;
const NOW = '2024-12-03T03:00:00.000Z';
const PHONE = '0912345678';
const RECEIPT = {
  at: local('02', '08:00'),
  procedure: '1.004884',
  unit: '26077',
  applicant: { name: 'Lê Thị Mẫu', phone: PHONE },
  dueAt: local('10', '17:00'),
};
const LOG_LOCK = 7301100;

let commands: CommandsTopic;
/** owns the database; has no door */
let host: RealCounter;
/** the one whose door is tried */
let counter: RealCounter;

const start = (): Promise<RealCounter> => RealCounter.start([commands.door({ callAfterMs: 1_000 })], host);

beforeAll(async () => {
  commands = await CommandsTopic.start();
  host = await RealCounter.start();
  host.now = NOW;
}, 180_000);
afterAll(async () => {
  await commands.stop();
  await host.stop();
  await commands.broker.stop();
}, 60_000);

async function typesOf(code: string): Promise<string[]> {
  return (await host.application.store.readStream(code)).map(({ type }) => type);
}
const recorded = (code: string, n: number): Promise<void> =>
  until(`${code} has ${n} events`, async () => (await typesOf(code)).length >= n, PATIENCE_MS);

async function measure(of: RealCounter, name: string): Promise<number> {
  const text = await (await fetch(`${of.client.address}/metrics`)).text();
  return Number(new RegExp(`^${name} ([\\d.]+)`, 'm').exec(text)?.[1]);
}

/** What the health says of the door. */
async function told(of: RealCounter): Promise<{ http: number; reason?: string }> {
  const response = await fetch(`${of.client.address}/health/ready`);
  const { checks } = (await response.json()) as { checks: Record<string, { reason?: string }> };
  return { http: response.status, reason: checks['commands-by-kafka']!.reason };
}

const sql = (text: string): Promise<unknown> => host.pool.query(text);

/** A trigger that refuses a row, and quotes a person as PostgreSQL does. */
async function refuseRow(table: string, condition: string, role?: string): Promise<() => Promise<unknown>> {
  const [schema] = table.split('.');
  const as = role === undefined ? '' : `set role ${role};`;
  await sql(`${as}
    create function ${schema}.refuse() returns trigger language plpgsql as $$ begin raise 'the row of ${PHONE} is refused'; end $$;
    create trigger refuse before insert on ${table} for each row when (${condition}) execute function ${schema}.refuse();
    reset role`);
  return () => sql(`${as} drop function ${schema}.refuse() cascade; reset role`);
}

const mostBytes = (bytes: number): Promise<unknown> =>
  commands.broker.admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: 2,
        name: commands.rejectedTopic,
        configEntries: [{ name: 'max.message.bytes', value: String(bytes) }],
      },
    ],
  });

interface Fault {
  /** Makes the fault. @returns what mends it */
  begin(code: string): Promise<() => Promise<unknown>>;
  /** two commands of the dossier: the first one meets the fault */
  lives: [type: string, body: object][];
  why: RegExp;
  events: string[];
  rejections: number;
}

const said = { at: local('02', '09:00'), reason: `Thiếu giấy, gọi ${PHONE}` };
const LIFE: Fault['lives'] = [
  ['receive', RECEIPT],
  ['request-supplement', said],
];
const REFUSED = { lives: [['withdraw', said], LIFE[0]!] as Fault['lives'], events: ['Received'], rejections: 1 };
const ACCEPTED = { events: ['Received', 'SupplementRequested'], rejections: 0 };

const FAULTS: Record<string, Fault> = {
  'the log refuses its events': {
    begin: (code) => refuseRow('log.event', `new.stream = '${code}'`, 'dossier_log_owner'),
    lives: LIFE,
    why: /LogUnavailableError, because of error P0001\.$/,
    ...ACCEPTED,
  },
  'its applicant’s key cannot be opened': {
    async begin(code) {
      const subject = host.application.vault.subjectId(code);
      await host.pool.query('insert into log.subject (id, wrapped_key) values ($1, $2)', [subject, Buffer.alloc(60)]);
      return () => host.pool.query('delete from log.subject where id = $1', [subject]);
    },
    lives: LIFE,
    why: /OperatorError, because of Error/,
    ...ACCEPTED,
  },
  'its refusal cannot be kept': {
    begin: (code) => refuseRow('ops.refused_command', `new.code = '${code}'`),
    why: /error P0001\.$/,
    ...REFUSED,
  },
  'nobody can be told of its refusal': {
    async begin() {
      await mostBytes(1);
      return () => mostBytes(1_048_588);
    },
    why: /MESSAGE_TOO_LARGE/,
    ...REFUSED,
  },
};

describe('a command by Kafka that can neither be decided nor refused', () => {
  beforeAll(async () => {
    counter = await start();
    await commands.read();
  }, 120_000);
  afterAll(() => counter.stop());

  it.each(Object.keys(FAULTS))(
    'because %s stands and is seen, the others go on; then it is decided, once',
    async (what) => {
      const { begin, lives, why, events, rejections } = FAULTS[what]!;
      const code = newCode();
      const own = lives.map(([type, body]) => {
        const applicant = { ...RECEIPT.applicant, identity: code };
        return message(code, type, type === 'receive' ? { ...body, applicant } : body);
      });
      const mend = await begin(code);
      const [place] = await commands.send(own[0]!);
      const others = Array.from({ length: 40 }, newCode);
      await commands.send(...others.map((other) => message(other, 'receive', RECEIPT)), own[1]!);
      for (const other of others) await recorded(other, 1);

      await until('the health tells of it', async () => (await told(counter)).reason !== undefined);
      const { http, reason } = await told(counter);
      expect(http).toBe(200);
      const { partition, baseOffset } = place!;
      expect(reason).toContain(`(topic ${commands.topic}, partition ${partition}, offset ${baseOffset}; 1 in all)`);
      expect(reason).toMatch(why);
      expect(await measure(counter, 'tracker_kafka_commands_standing')).toBe(1);
      expect(await measure(counter, 'tracker_kafka_commands_standing_seconds')).toBeGreaterThan(1);
      const errors = (): string[] => counter.logged.filter((line) => line.includes('"level":"error"'));
      const named = `"topic":"${commands.topic}","partition":${partition},"offset":"${baseOffset}"`;
      await until('the log tells of it', () => errors().some((line) => line.includes(named)));
      expect(counter.logged.join('')).not.toContain(PHONE);
      expect(await typesOf(code)).toEqual([]);
      expect(commands.rejections.filter(({ key }) => key === code)).toEqual([]);
      expect((await commands.committed()).get(partition)).toBe(Number(baseOffset));

      await mend();
      await commands.settled();
      expect(await typesOf(code)).toEqual(events);
      await until('it is told', () => commands.rejections.filter(({ key }) => key === code).length >= rejections);
      expect(commands.rejections.filter(({ key }) => key === code)).toHaveLength(rejections);
      const { rows } = await host.pool.query('select times from ops.refused_command where code = $1', [code]);
      expect(rows).toEqual(Array(rejections).fill({ times: 1 }));
      expect((await told(counter)).reason).toBeUndefined();
      expect(await measure(counter, 'tracker_kafka_commands_standing')).toBe(0);
    },
  );

  it('because nobody gets into the database is not refused for that', async () => {
    const codes = Array.from({ length: 30 }, newCode);
    const { rows } = await host.pool.query<{ name: string }>('select current_database() as name');
    const elsewhere = host.elsewhere();
    try {
      await elsewhere.query(`alter database ${rows[0]!.name} with allow_connections false`);
      await elsewhere.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        rows[0]!.name,
      ]);
      await commands.send(...codes.map((code) => message(code, 'receive', RECEIPT)));
      await until('they stand', async () => (await measure(counter, 'tracker_kafka_commands_standing_seconds')) > 4);
    } finally {
      await elsewhere.query(`alter database ${rows[0]!.name} with allow_connections true`);
      await elsewhere.end();
    }
    await commands.settled();
    for (const code of codes) expect(await typesOf(code)).toEqual(['Received']);
    expect(commands.rejections.filter(({ key }) => codes.includes(key!))).toEqual([]);
  });
});

describe('commands by Kafka, when their counter stops in the middle of a batch', () => {
  const STEPS: [type: string, body: object][] = [
    ...LIFE,
    ['supplement', { at: local('03', '08:00') }],
    ['resolve', { at: local('03', '09:00'), outcome: 'granted' }],
    ['resolve', { at: local('03', '09:30'), outcome: 'granted' }], // refused: it is resolved
  ];
  const EVENTS = ['Received', 'SupplementRequested', 'Supplemented', 'Resolved'];

  /** Everything that lies on the topic. */
  async function lying(many: number): Promise<{ partition: number; offset: number; id: string }[]> {
    const found: { partition: number; offset: number; id: string }[] = [];
    const consumer = commands.broker.kafka.consumer({ groupId: commands.broker.uniqueName('reader') });
    await consumer.connect();
    await consumer.subscribe({ topics: [commands.topic], fromBeginning: true });
    await consumer.run({
      eachMessage: ({ partition, message: { offset, headers } }) => {
        found.push({ partition, offset: Number(offset), id: String(headers!.ce_id) });
        return Promise.resolve();
      },
    });
    await until('all of them lie there', () => found.filter(({ id }) => id.startsWith('stop-')).length >= many);
    await consumer.disconnect();
    return found.filter(({ id }) => id.startsWith('stop-'));
  }

  /** Of those that are acknowledged: how many there are, and which are neither in the log nor kept as refused. */
  async function acknowledged(lie: Awaited<ReturnType<typeof lying>>): Promise<{ many: number; undecided: string[] }> {
    const committed = await commands.committed();
    const { rows } = await host.pool.query<{ done: string }>(
      `select meta ->> 'commandId' as done from log.event union
       select partition || '/' || "offset" from ops.refused_command where topic = $1`,
      [commands.topic],
    );
    const decided = new Set(rows.map(({ done }) => done));
    const before = lie.filter(({ partition, offset }) => offset < (committed.get(partition) ?? 0));
    const undecided = before.filter(
      ({ id, partition, offset }) => !decided.has(id) && !decided.has(`${partition}/${offset}`),
    );
    return { many: before.length, undecided: undecided.map(({ id }) => id) };
  }

  /** Lets nobody append while `during` runs. */
  async function whileLocked<T>(during: () => Promise<T>): Promise<T> {
    const holder = await host.pool.connect();
    try {
      await holder.query('select pg_advisory_lock($1)', [LOG_LOCK]);
      return await during();
    } finally {
      await holder.query('select pg_advisory_unlock($1)', [LOG_LOCK]);
      holder.release();
    }
  }

  const atWork = (of: RealCounter, many: number): Promise<void> =>
    until('much is in hand', async () => (await measure(of, 'tracker_kafka_commands_in_flight')) >= many);

  it('are each decided once, in the order of each dossier, and none is acknowledged undecided', async () => {
    const codes = Array.from({ length: 120 }, newCode);
    const all: Message[] = STEPS.flatMap(([type, body]) =>
      codes.map((code) => message(code, type, body, `stop-${newId()}`)),
    );
    await commands.send(...all);
    const lie = await lying(all.length);

    let passed = 0;
    for (let round = 0; round < 3; round += 1) {
      const { leaving, ended } = await whileLocked(async () => {
        const one = await start();
        await atWork(one, 100);
        return { leaving: one, ended: one.stop() };
      });
      await ended;
      expect(leaving.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
      const { many, undecided } = await acknowledged(lie);
      expect(undecided).toEqual([]);
      expect(many).toBeLessThan(all.length);
      const { rows } = await host.pool.query<{ n: number }>(
        `select count(*)::int as n from log.answer a join log.event e on e.position = a.first_position where e.stream = any ($1)`,
        [codes],
      );
      expect(rows[0]!.n).toBeGreaterThanOrEqual(passed);
      passed = rows[0]!.n;
    }
    expect(passed).toBeGreaterThan(0); // what had got as far as the log was still decided

    // one comes while another one is at work, and that one goes
    const [going, staying] = await whileLocked(async () => {
      const one = await start();
      await atWork(one, 100);
      return [one, await start()] as const;
    });
    await going.stop();
    await commands.settled();
    expect(await acknowledged(lie)).toEqual({ many: all.length, undecided: [] });
    for (const code of codes) expect(await typesOf(code)).toEqual(EVENTS);
    const { rows } = await host.pool.query<{ code: string; type: string }>(
      `select code, problem ->> 'type' as type from ops.refused_command where code = any ($1) order by code`,
      [codes],
    );
    expect(rows.map(({ code }) => code)).toEqual(codes);
    expect(new Set(rows.map(({ type }) => type)).size).toBe(1);
    await staying.stop();
  }, 240_000);
});
