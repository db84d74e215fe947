import { EventStore, eventStoreMigrations } from '#event-store';
import {
  type KafkaProxy,
  KAFKA_API,
  outOfNumber,
  producersOf,
  recordsOf,
  startKafkaProxy,
  startTestDatabase,
  startTestKafka,
  type TestDatabase,
  type TestKafka,
  until,
} from '#testing';
import { type EventDelivery, eventStreamMigrations, Relay, type RelayState } from '../src/index.js';
import { appendDigitised } from './digitised.js';
import { topicContents } from './topic-contents.js';

const DOSSIERS = 40;
/** of the limit on a send: long beside a send on this machine, short beside a spec */
const SOON_MS = 1_000;
/** of a limit that is not what the spec is about */
const LATE_MS = 25_000;

let database: TestDatabase;
let broker: TestKafka;
let store: EventStore;
beforeAll(async () => {
  [database, broker] = await Promise.all([
    startTestDatabase({ migrations: [...eventStoreMigrations, ...eventStreamMigrations] }),
    startTestKafka(),
  ]);
  store = new EventStore(database.pool);
}, 120_000);
afterAll(async () => {
  await store?.close();
  await broker?.stop();
  await database?.stop();
});

let topic: string;
let proxy: KafkaProxy;
let relay: Relay;
let states: RelayState[];
let stop: () => Promise<void>;
let version = 0;

/** Appends one event to each dossier, so that each send has several partitions. */
async function append(): Promise<void> {
  const expectedVersion = version++;
  const codes = Array.from({ length: DOSSIERS }, (_, n) => `H19.45-240102-${String(n).padStart(4, '0')}`);
  await Promise.all(codes.map((code) => appendDigitised(store, code, expectedVersion)));
}

beforeEach(async () => {
  topic = broker.uniqueName('producer');
  proxy = await startKafkaProxy(broker.brokers);
  await append();
});
afterEach(async () => {
  await stop();
  await until('no connection is left', () => proxy.connections() === 0);
  await proxy.stop();
});

function start(limits: { giveUpMs: number; requestMs: number }): void {
  const abort = new AbortController();
  states = [];
  relay = new Relay({
    store,
    pool: database.pool,
    databaseUrl: database.url,
    kafka: { brokers: proxy.brokers, topic, ...limits },
    checkMs: 300,
    maxBatch: 20,
    onState: (state) => states.push(state),
  });
  const done = relay.run(abort.signal);
  stop = () => {
    abort.abort();
    return done;
  };
}
const allRelayed = (): Promise<void> =>
  until('all is relayed', async () => relay.current().position === (await store.head()).position);

/** The topic, in order per partition: nothing is lost, and what comes for the first time comes in order. */
async function expectWhole(): Promise<EventDelivery[]> {
  const { events } = await store.readFrom(0n, 1_000_000);
  const all: EventDelivery[] = [];
  for (const [slot, deliveries] of await topicContents(broker, topic)) {
    const positions = [...new Set(deliveries.map(({ event }) => event.position))];
    expect(positions).toEqual(events.filter((event) => event.slot === slot).map(({ position }) => position));
    all.push(...deliveries);
  }
  return all;
}

/** Whatever happens on the way: all replicas are asked, by idempotent producers whose numbers rise without a hole, one request in flight. */
function expectPromised(): void {
  for (const { acks, transactionalId, batches, unanswered } of proxy.produces) {
    expect({ acks, transactionalId, unanswered }).toEqual({ acks: -1, transactionalId: null, unanswered: 0 });
    for (const { producerId } of batches) expect(producerId).toBeGreaterThanOrEqual(0n);
  }
  expect(outOfNumber(proxy.produces)).toEqual([]);
}

describe('what the relay really sends', () => {
  it('asks all replicas, by an idempotent producer whose numbers rise without a hole, one request in flight', async () => {
    start({ giveUpMs: LATE_MS, requestMs: LATE_MS });
    for (let i = 0; i < 10; i++) await append();
    await allRelayed();
    expect(proxy.produces.length).toBeGreaterThan(10);
    expectPromised();
    expect(producersOf(proxy.produces)).toHaveLength(1);
    expect(await expectWhole()).toHaveLength(Number((await store.head()).position));
  });

  it.each(['lose-answer', 'cut'] as const)(
    'is sent again under the same numbers when its answer does not come (%s), and stands on the topic once',
    async (fate) => {
      proxy.judge(({ api }) => (api === KAFKA_API.produce && proxy.produces.length === 2 ? fate : 'pass'));
      start({ giveUpMs: LATE_MS, requestMs: SOON_MS });
      await allRelayed();
      const [, lost, again] = proxy.produces;
      expect(again!.batches).toEqual(lost!.batches);
      expect(producersOf(proxy.produces)).toHaveLength(1);
      expect(await expectWhole()).toHaveLength(Number((await store.head()).position));
    },
  );

  it.each(['lose-answer', 'lose-request'] as const)(
    'is given up at the limit when it is never answered (%s): another producer begins with it',
    async (fate) => {
      proxy.judge(({ api }) => (api === KAFKA_API.produce && proxy.produces.length === 3 ? fate : 'pass'));
      start({ giveUpMs: SOON_MS, requestMs: LATE_MS });
      await append();
      await allRelayed();
      const [, , lost, again] = proxy.produces;
      expect(recordsOf([again!])).toBeGreaterThanOrEqual(recordsOf([lost!]));
      expect(again!.batches.map(({ firstSequence }) => firstSequence)).toEqual(again!.batches.map(() => 0));
      expect(again!.batches[0]!.producerId).not.toBe(lost!.batches[0]!.producerId);
      expect(states.map(({ fault }) => fault)).toContain(`a send was not answered within ${SOON_MS} ms`);
      expectPromised();
      const heard = proxy.produces.filter((each) => each.fate !== 'lose-request');
      expect(await expectWhole()).toHaveLength(recordsOf(heard));
    },
  );

  it('comes from one producer: of those that were given up none sends any more', async () => {
    const stalled = 4;
    proxy.judge(({ api }) =>
      api === KAFKA_API.produce && producersOf(proxy.produces).length <= stalled ? 'lose-answer' : 'pass',
    );
    start({ giveUpMs: SOON_MS, requestMs: SOON_MS / 2 });
    await append();
    await allRelayed();
    expect(producersOf(proxy.produces).length).toBeGreaterThan(stalled);
    const inTurn = proxy.produces.map(({ batches }) => batches[0]!.producerId);
    expect(inTurn.filter((id, i) => id !== inTurn[i - 1])).toEqual(producersOf(proxy.produces));
    await expectWhole();
  });

  it('goes on whatever question about the topics the connection ends in', async () => {
    let asked = 0;
    proxy.judge(({ api }) => (api === KAFKA_API.metadata && (asked += 1) % 3 === 0 && asked < 30 ? 'cut' : 'pass'));
    start({ giveUpMs: LATE_MS, requestMs: LATE_MS });
    await until('all are cut', () => asked >= 30);
    await append();
    await allRelayed();
    await expectWhole();
  });

  it('goes on when a look at the topic is never answered', async () => {
    start({ giveUpMs: SOON_MS, requestMs: LATE_MS });
    await allRelayed();
    const deaf = proxy.requests.length;
    const ofBefore = new Set(proxy.requests.map(({ connection }) => connection));
    proxy.judge(({ api, connection }) =>
      api === KAFKA_API.listOffsets && ofBefore.has(connection) ? 'lose-answer' : 'pass',
    );
    await until('a look is lost', () => proxy.requests.slice(deaf).some(({ fate }) => fate === 'lose-answer'));
    await append();
    await allRelayed();
    expect(states.map(({ fault }) => fault)).toContain(`a look at the topic was not answered within ${SOON_MS} ms`);
    await expectWhole();
  });
});
