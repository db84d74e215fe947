import { randomBytes, randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { OperatorError } from '#platform';
import { decrypt, encrypt } from './encryption.js';

export interface SubjectKey {
  generation: number;
  key: Buffer;
}

interface Row {
  id: string;
  generation: number;
  wrapped_key: Buffer | null;
}

const CACHED = 5000;
const MOST_RAISED = 1_000_000;
/** A key that another process forgets is used no longer than this; what is sealed with it meanwhile is refused by the database, see `Vault.withKeys`. */
const FRESH_MS = 60_000;

/** The subjects' data keys, made on first use. Those asked for at the same time are fetched and made in one go. */
export class SubjectKeys {
  private readonly cache = new LRUCache<string, Promise<SubjectKey>>({ max: CACHED, ttl: FRESH_MS });
  private asked = new Set<string>();
  private loading: Promise<Map<string, Row>> | null = null;

  constructor(
    private readonly pool: pg.Pool,
    private readonly wrappingKey: Buffer,
  ) {}

  /** @throws OperatorError the master key is not the one that wrapped this subject's key */
  get(subject: string): Promise<SubjectKey> {
    const known = this.cache.get(subject);
    if (known) return known;
    this.asked.add(subject);
    this.loading ??= this.load();
    // opened one by one: a key that does not open fails its own subject alone
    const found = this.loading.then((rows) => this.keyOf(rows.get(subject)!));
    this.cache.set(subject, found);
    found.catch(() => this.drop(subject));
    return found;
  }

  drop(subject: string): void {
    this.cache.delete(subject);
  }

  unwrap(subject: string, wrapped: Buffer): Buffer {
    try {
      return decrypt(this.wrappingKey, wrapped, subject);
    } catch (error) {
      throw new OperatorError(
        'The master key does not open the personal data of this database: set the one that it was made with.',
        {
          cause: error,
        },
      );
    }
  }

  private keyOf({ id, generation, wrapped_key: wrapped }: Row): SubjectKey {
    return { generation, key: this.unwrap(id, wrapped!) };
  }

  private async load(): Promise<Map<string, Row>> {
    await nextTurn();
    const subjects = [...this.asked].sort(); // one order for all: two processes never wait for each other in a circle
    this.asked = new Set();
    this.loading = null;
    for (;;) {
      const rows = new Map((await this.read(subjects)).map((row) => [row.id, row]));
      const missing = subjects.filter((subject) => !rows.has(subject));
      if (missing.length === 0) return rows;
      await this.make(missing); // and read again: another process may have been first, or have forgotten it already
    }
  }

  private async read(subjects: string[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'log.subject_keys',
      text: 'select id, generation, wrapped_key from log.subject where id = any ($1::text[]) and wrapped_key is not null',
      values: [subjects],
    });
    return rows;
  }

  /**
   * Whoever comes first wins; a forgotten subject that comes back gets a new key, which opens nothing of the past. By how much the generation is
   * raised is left to chance: a key that was made in a life of the log that is lost is not taken for the one of now.
   */
  private async make(subjects: string[]): Promise<void> {
    const generations = subjects.map(() => randomInt(1, MOST_RAISED));
    const wrapped = subjects.map((subject) => encrypt(this.wrappingKey, randomBytes(32), subject));
    await this.pool.query({
      text: `insert into log.subject as s (id, generation, wrapped_key) select * from unnest($1::text[], $2::integer[], $3::bytea[])
             on conflict (id) do update
               set wrapped_key = excluded.wrapped_key, generation = s.generation + excluded.generation where s.wrapped_key is null`,
      values: [subjects, generations, wrapped],
    });
  }
}
