import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { migrations } from '#application';
import type { Measure } from '#metrics';

/** One line of figures as the program of before told it; a metric is [numerator, denominator]. */
export interface ToldLine {
  columns: Record<string, number>;
  metrics: Record<string, [number, number]>;
}
interface ToldPeriod {
  from: string;
  to: string;
  units: Record<string, ToldLine>;
  populations: Record<string, ToldLine>;
}
export interface Table {
  columns: string[];
  rows: (string | null)[][];
}
/** What the tables of a database are. */
export interface Schema {
  columns: Record<string, string[]>;
  indexes: string[];
}

/** A demonstration that the program of before rounds filled, and what it said of it (libs/testing/README.md). */
export interface Before {
  /** the migrations that it had run, in their order */
  migrations: string[];
  schema: Schema;
  tables: Record<string, Table>;
  /** by the name of the period in the page's address */
  figures: Record<string, ToldPeriod>;
  /** as of a past instant: what the command line printed, by population, and the marks behind it, by dossier */
  asOf: {
    at: string;
    from: string;
    to: string;
    printed: Record<string, Record<string, number>>;
    marks: Record<string, [Measure, string, string, string | null, number][]>;
  };
  /** commands and feeds by HTTP, with their first answers */
  requests: {
    post: string;
    key: string;
    body: object;
    status: number;
    answer: { version?: number; events?: unknown; type?: string };
  }[];
  /** commands by Kafka, decided as its door did */
  messages: {
    id: string;
    source: string;
    type: string;
    code: string;
    body: object;
    answer: { done?: { version: number } };
  }[];
}

/** The key that seals the fixtures' texts. */
export const MASTER_KEY = Buffer.alloc(32, 7);

const FIXTURE = new URL('../../../../libs/testing/fixtures/migrated-log/demonstration.json.br', import.meta.url);
export const readBefore = (): Before =>
  JSON.parse(brotliDecompressSync(readFileSync(FIXTURE)).toString('utf8')) as Before;

/** The migrations of that time, of those of today. */
export const migrationsOf = ({ migrations: names }: Before) => migrations.filter(({ name }) => names.includes(name));

/** The rows of one of its tables. */
export const rowsOf = ({ tables }: Before, name: string): Record<string, string | null>[] => {
  const { columns, rows } = tables[name]!;
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]!])));
};
