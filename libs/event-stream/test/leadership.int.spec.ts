import pg from 'pg';
import { startTestDatabase, type TestDatabase, until } from '#testing';
import { asLeader } from '../src/relay/leadership.js';

const PACE = { retryMs: 20, silentMs: 300 };

describe('leadership', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  }, 120_000);
  afterAll(() => database.stop());

  /** Leads until it is told to end, or loses the lead. */
  function candidate(name: string) {
    const end = new AbortController();
    const state = { leads: false, lost: false };
    const done = asLeader(
      database.url,
      name,
      end.signal,
      async (leading) => {
        state.leads = true;
        await new Promise((resolve) => leading.addEventListener('abort', resolve, { once: true }));
        state.lost = !end.signal.aborted;
      },
      PACE,
    );
    return { state, stop: () => (end.abort(), done) };
  }

  it('passes to another when its holder falls silent', async () => {
    const frozen = new pg.Client({ connectionString: database.url });
    const ended = new Promise((resolve) => frozen.on('error', resolve));
    await frozen.connect();
    await frozen.query(`select pg_advisory_lock(7301200, hashtext('silent'))`);
    const other = candidate('silent');
    await until('the other leads', () => other.state.leads);
    await ended;
    await other.stop();
  });

  it('stays where it is while its holder lives, however long that is', async () => {
    const holder = candidate('alive');
    await until('it leads', () => holder.state.leads);
    const started = performance.now();
    const other = candidate('alive');
    await until('three times the limit is over', () => performance.now() - started > 3 * PACE.silentMs);
    expect([holder.state.lost, other.state.leads]).toEqual([false, false]);
    await holder.stop();
    await until('the other leads', () => other.state.leads);
    await other.stop();
  });
});
