import { rm } from 'node:fs/promises';
import type pg from 'pg';
import { effectiveFacts, evolveAll, initialState } from '#domain';
import { EventStore, Vault } from '#event-store';
import { measureCode } from '#metrics';
import { currentPart, recount } from '#projections';
import { startTestDatabase, type TestDatabase } from '#testing';
import { eventually, type Program, startApp, temporaryFolder, tracker } from '../programs.js';
import { type Before, MASTER_KEY, migrationsOf, rowsOf, type Schema } from './before.js';
import { CAUSES, type Cause, lifeOf } from './causes.js';
import { load, schemaOf } from './load.js';
import { changesOf, type Counted, marksAsOf, marksBefore, marksNow } from './marks.js';

/** The measures of what a unit owns. */
const OPEN = (['openWithin', 'openLate', 'waiting'] as const).reduce(
  (bits, each) => bits | (1n << BigInt(measureCode(each))),
  0n,
);

/** A database of before, taken over by the program of today as it is started every day. */
export class Migrated {
  private readonly folder = temporaryFolder();
  private database!: TestDatabase;
  private program!: Program;
  url!: string;
  /** the tables into which the rows of before were put */
  schemaBefore!: Schema;
  /** sealed texts as they opened then, by their references */
  sealed!: Map<string, string>;
  /** marks that have gone or come, by dossier: of now, and as of a past instant */
  changes!: Map<string, Counted[]>;
  changesAsOf!: Map<string, Counted[]>;

  constructor(readonly before: Before) {}

  get pool(): pg.Pool {
    return this.database.pool;
  }
  get vault(): Vault {
    return new Vault(this.pool, MASTER_KEY, { now: () => new Date().toISOString() });
  }

  async start(): Promise<void> {
    const { before } = this;
    this.database = await startTestDatabase({ migrations: migrationsOf(before) });
    this.schemaBefore = await schemaOf(this.pool);
    await load(this.pool, before);
    this.sealed = await this.vault.openMany(rowsOf(before, 'log.sealed').map(({ ref }) => ref!));
    this.program = startApp('standalone', this.settings(), ['--empty']);
    this.url = (await this.program.printed(/The page: (http:\/\/\S+)/))[1]!;
    await eventually(
      () => this.leftToDo(),
      (left) => left.length === 0,
      60_000,
    );
    this.changes = changesOf(marksBefore(before), await marksNow(this.pool));
    this.changesAsOf = changesOf(marksAsOf(before), await this.recounted(before.asOf.at));
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.database.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  tracker(...args: string[]) {
    return tracker(args, this.settings());
  }

  async get<R>(path: string): Promise<R> {
    return (await (await fetch(this.url + path)).json()) as R;
  }

  post(path: string, key: string, body: object, caller = 'counter'): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key, 'X-Caller': caller };
    return fetch(this.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async head(): Promise<bigint> {
    return (await new EventStore(this.pool).head()).position;
  }

  /** Why the figures of a dossier may be others now. */
  async causesOf(code: string): Promise<Cause[]> {
    const events = await new EventStore(this.pool).readStream(code);
    const life = lifeOf(effectiveFacts(evolveAll(initialState(code), events)));
    return CAUSES.filter((cause) => cause.holds(life));
  }

  private async recounted(asOf: string): Promise<Counted[]> {
    const marks: Counted[] = [];
    await recount({
      store: new EventStore(this.pool),
      asOf,
      onMark: ({ measure, unit, day, until, n }, { state }) =>
        marks.push({ code: state.code, measure, unit, day, until, n }),
    });
    return marks;
  }

  private settings() {
    return {
      DATABASE_URL: this.database.url,
      TRACKER_MASTER_KEY: MASTER_KEY.toString('base64'),
      DATA_DIR: this.folder,
      PORT: '0',
    };
  }

  /** What the program has still to do with what it found: nothing is left when the clock has asked and the figures have followed. */
  private async leftToDo(): Promise<string[]> {
    const { rows } = await this.pool.query<{ what: string }>(`
      with d as (select * from read.dossier where generation = ${currentPart('dossiers')})
      select 'derive anew' as what from read.generation where state = 'current' and id = 1
      union all select 'fold ' || e.stream from log.event e left join d on d.code = e.stream where e.version > coalesce(d.version, 0) and e.stream not like '%:%'
      union all select 'say what is lacking of ' || code from d where incomplete
      union all select 'transfer ' || m.code from read.mark m join read.unit u on u.id = m.unit join ref.unit r on r.key = u.key
                 where m.generation = ${currentPart('marks')} and m.measures & ${OPEN} <> 0
                   and r.valid_to <= current_date and m.until > m.day and m.until >= r.valid_to
      union all select 'link ' || d.code from d join log.event e on e.type = 'LinkedStageOpened' and e.data ->> 'child' = d.code
                 where d.parent is null`);
    return rows.map(({ what }) => what);
  }
}
