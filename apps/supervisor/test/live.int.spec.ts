import type { DossierView, Overview, UnitView } from '../../web/src/api.js';
import { type Change, withChanges } from '../../web/src/changes.js';
import { deviations } from './described-live.js';
import { RealSupervisor } from './real-supervisor.js';
import { smallWorld, TAX, XUAN_BINH } from './small-world.js';
import { type ServerEvent, SseClient } from './sse-client.js';

/** In this time a figure must be on the screen (issue 3, item 5). */
const WITHIN_MS = 1_000;

describe('the live stream', () => {
  let system: RealSupervisor;
  const clients: SseClient[] = [];
  let number = 100;

  beforeAll(async () => {
    system = await RealSupervisor.start();
    await smallWorld(system);
    system.follow();
  });
  afterEach(() => {
    const all = clients.splice(0);
    for (const client of all) client.close();
    expect(new Set(all.flatMap(({ events }) => events.flatMap(deviations)))).toEqual(new Set());
  });
  afterAll(() => system.stop());

  function watch(query: string, headers: Record<string, string> = {}): SseClient {
    const client = new SseClient(`${system.address}/api/live?${query}`, headers);
    clients.push(client);
    return client;
  }

  /** One dossier more at Xuân Bình's counter in November. @returns when it was acknowledged */
  async function receive(): Promise<number> {
    await system.accept(`H19.45-241101-${(number += 1)}9`, {
      type: 'receive',
      at: '2024-11-29T02:00:00.000Z',
      procedure: '1.004884',
      unit: XUAN_BINH,
      channel: 'counter',
      applicant: { identity: '072001' },
    });
    return performance.now();
  }

  const received = ({ data }: ServerEvent): number =>
    (data as unknown as Overview).rows?.find(({ unit }) => unit.key === XUAN_BINH)?.columns['received'] ?? -1;
  const NOVEMBER = 'view=overview&period=month:2024-11';

  /** A question that was watched a moment ago is answered with what was last sent, which may be a round old: not what is counted on here. */
  beforeEach(async () => {
    const { store } = system.application;
    const head = `${(await store.head()).position}@${await store.epoch()}`;
    const client = watch(NOVEMBER);
    await client.until(({ id }) => id === head);
    client.close();
    while ((await watched()).viewers > 0);
  });

  async function watched(): Promise<{ viewers: number; questions: number }> {
    const { text } = (await system.get<{ text: string }>('/metrics')).body;
    const value = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)![1]);
    return { viewers: value('tracker_live_viewers'), questions: value('tracker_live_questions') };
  }

  it('gives the body of the GET at once, with the position as its id', async () => {
    const client = watch(NOVEMBER);
    const first = await client.until(({ event }) => event === 'figures');
    expect(client.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(client.headers.get('cache-control')).toContain('no-transform');
    const body = await system.read<Overview>('/api/overview?period=month:2024-11');
    expect(first.data).toEqual(body);
    expect(first.id).toBe(`${body.asOf.position}@${body.asOf.epoch}`);
  });

  it('brings a figure to the browser within a second of the event', async () => {
    const client = watch(NOVEMBER);
    let before = received(await client.until(({ event }) => event === 'figures'));
    const took: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const acknowledged = await receive();
      const wanted = before + 1;
      const event = await client.until((each) => received(each) === wanted);
      took.push(event.at - acknowledged);
      before = wanted;
    }
    // one of them: what others do on the machine is not what is asked here (`npm run bench -- live` measures)
    expect(Math.min(...took)).toBeLessThan(WITHIN_MS);
  });

  it('computes one question once for all who watch it', async () => {
    const same = ['scope=ward&field=H%E1%BB%99%20t%E1%BB%8Bch', 'field=H%E1%BB%99%20t%E1%BB%8Bch&scope=ward'];
    const { questions } = await watched();
    const watchers = [0, 1, 2, 3, 4, 5].map((i) => watch(`view=overview&${same[i % 2]}`));
    await Promise.all(watchers.map((client) => client.until(({ event }) => event === 'figures')));
    expect(await watched()).toEqual({ viewers: 6, questions: questions + 1 });
    await receive();
    await receive();
    const { store } = system.application;
    const head = `${(await store.head()).position}@${await store.epoch()}`;
    const events = await Promise.all(watchers.map((client) => client.until(({ id }) => id === head)));
    expect(new Set(events.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  });

  it('sends changes alone to who takes them, and the whole to a stream that has brought none', async () => {
    const whole = watch(NOVEMBER);
    const before = received(await whole.until(({ event }) => event === 'figures'));
    const stays = watch(`${NOVEMBER}&changes=true`);
    let shown = (await stays.until(({ event }) => event === 'figures')).data as unknown as Overview;
    await receive();
    const seen = await whole.until((each) => received(each) === before + 1);
    const back = watch(`${NOVEMBER}&changes=true`, { 'last-event-id': seen.id! });
    await back.open();
    await receive();
    const last = await whole.until((each) => received(each) === before + 2);
    expect(received(await back.until(({ event }) => event === 'figures'))).toBe(before + 2);
    await stays.until(({ id }) => id === last.id);
    const steps = stays.events.filter(({ event }) => event === 'changes');
    for (const { data } of steps) {
      const { asOf, changes } = data as unknown as { asOf: Overview['asOf']; changes: Change[] };
      shown = { ...withChanges(shown, changes), asOf };
    }
    expect(shown).toEqual(last.data);
    expect(steps.length).toBeGreaterThan(0);
    expect(whole.events.filter(({ event }) => event === 'changes')).toEqual([]);
  });

  it('sends nothing that has not changed', async () => {
    const client = watch(`view=unit&unit=${TAX}&period=month:2024-11`);
    await client.until(({ event }) => event === 'figures');
    const other = watch(NOVEMBER);
    const before = received(await other.until(({ event }) => event === 'figures'));
    await receive();
    await other.until((each) => received(each) === before + 1);
    await receive();
    await other.until((each) => received(each) === before + 2);
    expect(client.events.filter(({ event }) => event === 'figures')).toHaveLength(1);
  });

  it('sends a reader who comes back what it has missed, and nothing that it has seen', async () => {
    const stays = watch(NOVEMBER);
    const before = received(await stays.until(({ event }) => event === 'figures'));
    await receive();
    const seen = await stays.until((each) => received(each) === before + 1);
    const back = watch(NOVEMBER, { 'last-event-id': seen.id! });
    await back.open();
    await receive();
    await back.until((each) => received(each) === before + 2);
    expect(back.events.filter(({ event }) => event === 'figures').map(received)).toEqual([before + 2]);
    const late = watch(NOVEMBER, { 'last-event-id': seen.id! });
    expect(received(await late.until(({ event }) => event === 'figures'))).toBe(before + 2);
    const strange = watch(NOVEMBER, { 'last-event-id': 'nonsense' });
    expect(received(await strange.until(({ event }) => event === 'figures'))).toBe(before + 2);
  });

  it('gives who comes back and has missed nothing a sign of life at once', async () => {
    const stays = watch(NOVEMBER);
    const before = received(await stays.until(({ event }) => event === 'figures'));
    await receive();
    const seen = await stays.until((each) => received(each) === before + 1);
    const back = watch(NOVEMBER, { 'last-event-id': seen.id! });
    await back.until(({ event }) => event === 'heartbeat', 5_000);
    expect(back.events.map(({ event }) => event)).toEqual(['heartbeat']);
  });

  it('shows the figures whole and under another epoch when the log has begun another life', async () => {
    const client = watch(`${NOVEMBER}&changes=true`);
    const first = await client.until(({ event }) => event === 'figures');
    const epochOf = ({ data }: ServerEvent): string => (data as unknown as Overview).asOf.epoch;
    const client2 = await system.database.pool.connect();
    await client2.query(`
      set role dossier_log_owner;
      insert into log.epoch (fingerprint) select fingerprint from log.epoch order by number desc limit 1;
      reset role`);
    client2.release();
    await receive();
    const next = await client.until((event) => event.event === 'figures' && epochOf(event) !== epochOf(first));
    expect(epochOf(next)).toBe(await system.application.store.epoch());
    expect(next.id).toBe(`${(next.data as unknown as Overview).asOf.position}@${epochOf(next)}`);
    // what was seen in the life before says nothing
    const back = watch(NOVEMBER, { 'last-event-id': `${next.id!.split('@')[0]}@${epochOf(first)}` });
    await back.until(({ event }) => event === 'figures');
  });

  it('watches one unit, the work list and one dossier as well', async () => {
    const unit = watch(`view=unit&unit=${XUAN_BINH}&period=month:2024-11`);
    const list = watch('view=worklist&kind=late');
    const code = `H19.45-241101-${number}9`;
    const dossier = watch(`view=dossier&code=${code}`);
    const late = await list.until(({ event }) => event === 'figures');
    const open = await unit.until(({ event }) => event === 'figures');
    await dossier.until(({ event }) => event === 'figures');
    await system.accept(code, { type: 'resolve', at: '2024-11-29T03:00:00.000Z', outcome: 'granted' });
    await dossier.until(({ data }) => (data as unknown as DossierView).state?.phase === 'resolved');
    const openOf = ({ data }: ServerEvent): number =>
      (data as unknown as UnitView).figures?.columns['unreturned'] ?? -1;
    await unit.until((event) => openOf(event) >= 0 && openOf(event) !== openOf(open));
    await list.until((event) => event.event === 'figures' && event.data['total'] !== late.data['total']);
  });

  it('gives a sign of life with its instant and the lag', async () => {
    const client = watch('view=worklist&kind=soon');
    const beat = await client.until(({ event }) => event === 'heartbeat', 20_000);
    const epoch = await system.application.store.epoch();
    expect(beat.data).toEqual({ epoch, instant: system.now, lagSeconds: 0, live: true });
  });

  it.each([
    ['', 'view'],
    ['view=drill', 'view'],
    ['view=overview&period=month:2024-13', 'period'],
    ['view=overview&more=1', 'more'],
    ['view=unit', 'unit'],
    ['view=unit&unit=nowhere', 'unit'],
    ['view=worklist&after=nonsense', 'after'],
  ])('tells what is wrong with ?%s before a stream begins', async (query, parameter) => {
    const { status, headers, body } = await system.get<{ errors: { parameter: string }[] }>(`/api/live?${query}`);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body.errors.map((error) => error.parameter)).toEqual([parameter]);
  });

  it('answers 404 for a dossier that is not there, and opens no stream for a HEAD', async () => {
    expect((await system.get('/api/live?view=dossier&code=H19.45-241101-99999')).status).toBe(404);
    const head = await fetch(`${system.address}/api/live?${NOVEMBER}`, { method: 'HEAD' });
    expect(head.status).toBe(200);
  });

  it('ends its streams when the program stops', async () => {
    const own = await RealSupervisor.start();
    const client = new SseClient(`${own.address}/api/live?view=overview`);
    await client.until(({ event }) => event === 'figures');
    await own.stop();
    await client.ended;
  });
});
