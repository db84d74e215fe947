import { commandOf, commandTypesOf, type Form, formsOf, kindNamed, KINDS } from '#apps/counter';
import { CELL_TEXTS, type CellFault, HEADINGS, missingColumn } from './send.vi.js';
import type { PlaceFault, Row, Table } from './table.js';
import { type DateForm, readValue } from './values.js';

/** What stands in every command beside its own fields. */
const ENVELOPE = ['id', 'kind', 'command', 'code'] as const;
type EnvelopeName = (typeof ENVELOPE)[number];

/** What a file does not say because it holds of all its lines. */
export interface Given {
  kind?: string;
  command?: string;
  dates: DateForm;
}

/** A line as an item of a batch; `id` is null where the file has none. */
export interface Item {
  line: number;
  id: string | null;
  body: Record<string, unknown>;
  /** JSON pointer within the body → what people call that place */
  places: ReadonlyMap<string, string>;
}

const ALL_FIELDS: ReadonlySet<string> = new Set(
  KINDS.flatMap((kind) => commandTypesOf(kind).flatMap((type) => [...formsOf(commandOf(kind, type)!.dto).keys()])),
);

/** The name of a column in commands; null: it is none's. */
function nameOf(heading: string): string | null {
  const plain = heading.trim().normalize('NFC');
  const known = HEADINGS[plain.toLocaleLowerCase('vi')] ?? plain;
  return (ENVELOPE as readonly string[]).includes(known) || ALL_FIELDS.has(known) ? known : null;
}

/** Reads the columns of a table: what each of its lines is as a command, and every fault of headings and cells. */
export class Columns {
  private readonly names: readonly (string | null)[];

  constructor(
    private readonly table: Table,
    private readonly given: Given,
  ) {
    this.names = table.headings.map((heading) => (heading === '' ? null : nameOf(heading)));
  }

  /** What is wrong with the headings. */
  headingFaults(): PlaceFault[] {
    const { headings, line, place } = this.table;
    const faults: PlaceFault[] = [];
    const fault = (column: number, code: 'unknown-column' | 'doubled-column'): void =>
      void faults.push({ line, place: place(line, column), code, text: CELL_TEXTS[code]() });
    const missing = (name: string): void =>
      void faults.push({ line, place: null, code: 'missing-column', text: missingColumn(name) });
    for (const [column, heading] of headings.entries()) {
      if (heading === '') continue;
      const name = this.names[column];
      if (name === null) fault(column, 'unknown-column');
      else if (this.names.indexOf(name!) < column) fault(column, 'doubled-column');
    }
    if (!this.names.includes('code')) missing('code');
    if (!this.names.includes('command') && this.given.command === undefined) missing('command');
    return faults;
  }

  read({ line, cells }: Row): { item: Item; faults: PlaceFault[] } {
    const faults: PlaceFault[] = [];
    const envelope: Partial<Record<EnvelopeName, string>> = {
      ...(this.given.kind === undefined ? {} : { kind: this.given.kind }),
      ...(this.given.command === undefined ? {} : { command: this.given.command }),
    };
    const places = new Map<string, string>();
    const at = (column: number): string => this.table.place(line, column);
    const fault = (column: number, code: CellFault): void =>
      void faults.push({ line, place: at(column), code, text: CELL_TEXTS[code](this.given.dates) });
    for (const [column, cell] of cells.entries()) {
      const name = this.names[column];
      if (!(ENVELOPE as readonly unknown[]).includes(name)) continue;
      places.set(name === 'command' ? '/type' : `/${name}`, at(column));
      if (cell === null) continue;
      const read = readValue(cell, 'text', this.given.dates);
      if ('fault' in read) fault(column, read.fault);
      else envelope[name as EnvelopeName] = read.value as string;
    }
    const { id = null, command: type, ...rest } = envelope;
    const body: Record<string, unknown> = { ...rest, ...(type === undefined ? {} : { type }) };
    const kind = kindNamed(envelope.kind);
    const command = kind && commandOf(kind, type);
    const forms = command ? formsOf(command.dto) : new Map<string, Form>();
    for (const [column, cell] of cells.entries()) {
      const name = this.names[column];
      if ((ENVELOPE as readonly unknown[]).includes(name)) continue;
      if (name === undefined || name === null) {
        if (cell !== null && !this.table.headings[column]) fault(column, 'no-heading');
        continue;
      }
      places.set(`/${name.replaceAll('.', '/')}`, at(column));
      if (cell === null) continue;
      const read = readValue(cell, forms.get(name) ?? 'text', this.given.dates);
      if ('fault' in read) fault(column, read.fault);
      else put(body, name.split('.'), read.value);
    }
    return { item: { line, id, body, places }, faults };
  }
}

function put(body: Record<string, unknown>, [first, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) body[first!] = value;
  else put((body[first!] ??= {}) as Record<string, unknown>, rest, value);
}
