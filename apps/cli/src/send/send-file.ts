import { createHash } from 'node:crypto';
import { isKey, type ItemsDoor, type ItemVerdictDto } from '#apps/counter';
import { canonicalJson } from '#event-store';
import { Turns } from '#platform';
import type { Given, Item } from './columns.js';
import { readCommandFile, shownCode } from './read-file.js';
import { CELL_TEXTS } from './send.vi.js';
import type { PlaceFault } from './table.js';

/** Lines that are decided together: those of one dossier one after the other, the others side by side. */
const TOGETHER = 500;

export interface LineFault extends PlaceFault {
  /** of the dossier or unit, where it has the shape of one */
  about: string | null;
}

export interface SendReport {
  file: string;
  lines: number;
  done: number;
  /** of those, how many had been done before */
  repeated: number;
  refused: number;
  /** false: the form of the file is at fault, and nothing of it was stored */
  sent: boolean;
  /** the system could not store for the moment: the rest was not sent */
  stopped: boolean;
}

export interface SendOptions extends Given {
  /** whose commands they are: the same line of the same source is done once */
  source: string;
  sheet?: string;
}

/**
 * Sends the commands of a file through a door, line by line. A fault of form anywhere, and nothing is sent; what a dossier refuses concerns
 * its line. A line without an id has one from its content, so that a file that is sent again, whole or cut off, is done once.
 * @throws OperatorError when the file as a whole cannot be read
 */
export async function sendFile(
  door: ItemsDoor,
  file: string,
  options: SendOptions,
  on: { progress(done: number, total: number): void; fault(fault: LineFault): void },
): Promise<SendReport> {
  const { items, faults } = await readCommandFile(file, options);
  const report: SendReport = {
    file,
    lines: items.length,
    done: 0,
    repeated: 0,
    refused: 0,
    sent: false,
    stopped: false,
  };
  const wrong = new Set(faults.map(({ line }) => line));
  const told = new Set(faults.map(({ line, place }) => `${line} ${place}`));
  for (const fault of faults) on.fault({ ...fault, about: null });
  const turns = new Turns();
  for (const item of items) {
    await turns.give();
    // what could not be read of a cell is no lack of its field
    const found = formFaults(door, item).filter(({ line, place }) => !told.has(`${line} ${place}`));
    for (const fault of found) on.fault(fault);
    if (found.length > 0) wrong.add(item.line);
  }
  if (wrong.size > 0) return report;
  report.sent = true;
  const ids = idsOf(items);
  for (let from = 0; from < items.length && !report.stopped; from += TOGETHER) {
    const some = items.slice(from, from + TOGETHER);
    const verdicts = await door.execute(
      some.map(({ body }, i) => ({ id: ids[from + i]!, body })),
      { id: options.source },
    );
    for (const [i, verdict] of verdicts.entries()) take(report, some[i]!, verdict, on.fault);
    on.progress(from + some.length, items.length);
  }
  return report;
}

function formFaults(door: ItemsDoor, item: Item): LineFault[] {
  const about = shownCode(item);
  if (item.id !== null && !isKey(item.id))
    return [
      {
        line: item.line,
        place: item.places.get('/id') ?? 'id',
        code: 'key-shape',
        text: CELL_TEXTS['key-shape'](),
        about,
      },
    ];
  const problem = door.fault(item.body);
  return problem ? faultsOf(item, problem) : [];
}

/** What of problem details is told of a line. */
interface Told {
  type: string;
  title: string;
  detail?: string;
  errors?: readonly { pointer?: string; code?: string; detail?: string }[];
}

/** Each fault at its place: the pointer of a field leads to the column that it came from. */
function faultsOf(item: Item, problem: Told): LineFault[] {
  const about = shownCode(item);
  const { line, places } = item;
  const { type, detail, title, errors = [] } = problem;
  if (errors.length === 0) return [{ line, place: null, code: slug(type), text: detail ?? title, about }];
  return errors.map(({ pointer = '', code, detail: text }) => {
    const within = pointer.replace(/^#/, '');
    const place = places.get(within) ?? (within === '' ? null : within.slice(1).replaceAll('/', '.'));
    return { line, place, code: code ?? slug(type), text: text ?? detail ?? title, about };
  });
}

const slug = (type: string): string => type.slice(type.lastIndexOf('/') + 1);

function take(
  report: SendReport,
  item: Item,
  { status, done, problem }: ItemVerdictDto,
  tell: (fault: LineFault) => void,
): void {
  if (done) {
    report.done += 1;
    if (done.repeated) report.repeated += 1;
    return;
  }
  if (status >= 500) report.stopped = true;
  report.refused += 1;
  for (const fault of faultsOf(item, problem!)) tell(fault);
}

/** The file's own ids, or one of the content of the line and how often it has stood there. */
function idsOf(items: readonly Item[]): string[] {
  const seen = new Map<string, number>();
  return items.map(({ id, body }) => {
    if (id !== null) return id;
    const digest = createHash('sha256').update(canonicalJson(body)).digest('hex').slice(0, 32);
    const nth = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, nth);
    return `line-${digest}-${nth}`;
  });
}
