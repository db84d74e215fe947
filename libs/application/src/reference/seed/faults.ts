import { moreFaults } from './seed.vi.js';

/** How many faults are told one by one; of the rest only their number. */
export const MOST_FAULTS = 100;

export interface Fault {
  file: string;
  line: number;
  /** the heading of the column as the file spells it, or its number */
  column: string;
  text: string;
}

/** Faults of seed files: file, line, column and what is wrong. Nothing of any file is stored then. */
export class SeedError extends Error {
  /** for people, in the order of the files and their lines; bounded */
  readonly faults: string[];

  constructor(faults: readonly Fault[]) {
    const texts = faults.slice(0, MOST_FAULTS).map(textOf);
    if (faults.length > texts.length) texts.push(moreFaults(faults.length - texts.length));
    super(texts.join('\n'));
    this.faults = texts;
  }
}

const textOf = ({ file, line, column, text }: Fault): string =>
  line === 0 ? `${file}: ${text}` : `${file}:${line}: ${column}: ${text}`;
