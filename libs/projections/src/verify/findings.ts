import { isDossierCode } from '#domain';

/** What of a table is not as the log says. No text that a sender wrote stands here. */
export interface TableDifference {
  /** as `read.dossier` */
  table: string;
  /** the column that differs; where a row is missing or too many, the columns that say which row it is */
  columns: readonly string[];
  /** the dossier, where the row is one dossier's and its code has the shape of one */
  code: string | null;
  detail: string;
}

/** A table of a projection: which of its columns are held against the log, and why the others cannot be. */
export interface TableColumns {
  table: string;
  columns: readonly string[];
  /** column → why the log cannot say what stands there */
  notCompared: Readonly<Record<string, string>>;
}

/** What was looked at of a table. */
export interface TableReport extends TableColumns {
  rows: number;
  /** how many differences there are; the first of them are listed */
  found: number;
}

/** Collects what is found about one table: all of it is counted, the first of it listed. */
export class Findings {
  rows = 0;
  found = 0;
  readonly listed: TableDifference[] = [];

  constructor(
    readonly columns: TableColumns,
    readonly limit: number,
  ) {}

  add(columns: string | readonly string[], detail: string, code: string | null = null): void {
    const { table } = this.columns;
    this.list({ table, columns: [columns].flat(), code: code !== null && isDossierCode(code) ? code : null, detail });
  }

  /** @param n how many it stands for */
  list(difference: TableDifference, n = 1): void {
    this.found += n;
    if (this.listed.length < this.limit) this.listed.push(difference);
  }

  get report(): TableReport {
    return { ...this.columns, rows: this.rows, found: this.found };
  }
}
