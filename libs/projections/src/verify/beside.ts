import type pg from 'pg';

/** So many rows are fetched at a time. */
const FETCHED = 500;

async function* rowsOf<T extends pg.QueryResultRow>(
  client: pg.ClientBase,
  name: string,
  text: string,
  values: unknown[],
): AsyncGenerator<T> {
  await client.query('set local cursor_tuple_fraction = 1'); // all rows will be wanted
  await client.query({ text: `declare ${name} no scroll cursor for ${text}`, values });
  for (;;) {
    const { rows } = await client.query<T>(`fetch ${FETCHED} from ${name}`);
    yield* rows;
    if (rows.length < FETCHED) return;
  }
}

/**
 * Rows of a table, at most one a dossier, walked beside the log's streams in their order. In memory is one batch of the cursor, whatever either
 * side lacks. Which of two codes comes first depends on the database's collation, so it is asked, and only where the two sides differ.
 */
export class Beside<T extends pg.QueryResultRow & { code: string }> {
  private readonly rows: AsyncGenerator<T>;
  private ahead: T | null | undefined;

  /** @param text gives rows in the order of `code collate "default"`, which is the order of the log's streams */
  constructor(
    private readonly client: pg.ClientBase,
    name: string,
    text: string,
    values: unknown[],
  ) {
    this.rows = rowsOf<T>(client, name, text, values);
  }

  /**
   * The next row, if it is this dossier's or of one before it, of which the log knows nothing; asked for until it is the dossier's own or null.
   * @param code in the order of the log's streams; null: after the last of them
   */
  async next(code: string | null): Promise<T | null> {
    const row = await this.peek();
    if (row && (code === null || row.code === code || (await this.isBefore(row.code, code)))) {
      this.ahead = undefined;
      return row;
    }
    return null;
  }

  private async peek(): Promise<T | null> {
    if (this.ahead === undefined) {
      const next = await this.rows.next();
      this.ahead = next.done ? null : next.value;
    }
    return this.ahead;
  }

  private async isBefore(a: string, b: string): Promise<boolean> {
    const { rows } = await this.client.query<{ before: boolean }>({
      name: 'is-before',
      text: 'select $1::text collate "default" < $2::text collate "default" as before',
      values: [a, b],
    });
    return rows[0].before;
  }
}
