/** A cell as the file has it: what a spreadsheet keeps as a number or a date has lost how it was written. */
export type Cell =
  | { is: 'text'; text: string }
  | { is: 'number'; value: number }
  /** local wall time without zone, `2024-12-05T09:30:00`; without a time of day where it is midnight */
  | { is: 'date'; text: string }
  | { is: 'boolean'; value: boolean };

export interface Row {
  /** as the file counts them, from 1 */
  line: number;
  /** by column; null: empty */
  cells: readonly (Cell | null)[];
}

/** What is wrong at one place of a file. */
export interface PlaceFault {
  line: number;
  /** the heading of the column or the name of the cell; null: the whole line */
  place: string | null;
  /** the rule, for programs */
  code: string;
  /** for people */
  text: string;
}

export interface Table {
  headings: readonly string[];
  /** of the headings */
  line: number;
  rows: readonly Row[];
  faults: PlaceFault[];
  /** what people call the place of a column in a line */
  place(line: number, column: number): string;
}
