import { open, stat } from 'node:fs/promises';
import { type Fault, MOST_MESSAGES, Reached, readBatch } from '#domain';
import type { FeedIntake, FeedOrigin, MessageReport } from '#application';
import { JSON_BOUNDS, type JsonFault, jsonFault, OperatorError } from '#platform';
import { readLines } from './lines.js';

/** What one reading of one file came to. */
export interface ImportReport {
  file: string;
  lines: number;
  messages: number;
  accepted: number;
  unchanged: number;
  events: number;
  /** how many messages (or lines) had each fault: kept aside, and accepted with a defect */
  refused: Record<string, number>;
  defects: Record<string, number>;
}

export interface LineReport {
  line: number;
  /** place in the batch, from 1; null: the whole line */
  message: number | null;
  code: string | null;
  kept: boolean;
  faults: Fault[];
}

/** A line of a file may hold more than a body by HTTP: nobody waits beside it. */
const LINE_BOUNDS = { ...JSON_BOUNDS, depth: 1_000, fields: 10_000, items: 100_000, values: 5_000_000 };

/**
 * Imports one file of batches, a batch a line. What is good is kept, what is not is refused line by line with its reason.
 * The clock is asked only as far as the messages that were taken have got: a past imported gives the facts that it would
 * have given in time.
 * @throws OperatorError when the file as a whole cannot be taken (missing, a folder, empty, gzip)
 */
export async function importFile(
  feed: FeedIntake,
  file: string,
  by: FeedOrigin,
  on: { progress(bytes: number, total: number): void; fault(report: LineReport): void },
): Promise<ImportReport> {
  const total = await sizeOf(file);
  const report: ImportReport = {
    file,
    lines: 0,
    messages: 0,
    accepted: 0,
    unchanged: 0,
    events: 0,
    refused: {},
    defects: {},
  };
  const reached = new Reached();
  for await (const { number, text, fault, bytes, open } of readLines(file)) {
    if (text === '' && !fault) continue;
    report.lines += 1;
    const beyond = fault ? null : jsonFault(Buffer.from(text), LINE_BOUNDS);
    const raw = fault || beyond ? undefined : safeParse(text);
    const lineFault = fault ? { fault } : beyond ? beyondBounds(beyond) : faultOf(raw, open);
    if (lineFault) {
      if (lineFault.fault !== 'line-too-long') await feed.refuseLine(text, lineFault, by);
      count(report.refused, [lineFault]);
      on.fault({ line: number, message: null, code: null, kept: false, faults: [lineFault] });
    } else {
      const batch = (await feed.take(raw, { ...by, reached }))!;
      report.messages += batch.messages;
      report.accepted += batch.accepted;
      report.unchanged += batch.unchanged;
      report.events += batch.events;
      tell(report.refused, batch.refused, false, number, on.fault);
      tell(report.defects, batch.defects, true, number, on.fault);
    }
    on.progress(bytes, total);
  }
  return report;
}

/** A line that is larger in some way than any sender's: told before anything is made of it. */
const beyondBounds = (bound: JsonFault): Fault =>
  bound === 'depth'
    ? { fault: 'too-deep' }
    : { fault: 'too-many', values: { count: 'quá nhiều', max: bound === 'infinite' ? '–' : LINE_BOUNDS[bound] } };

/** Why a line cannot be taken as a batch; null: it can. */
function faultOf(raw: unknown, isOpen: boolean): Fault | null {
  if (raw === undefined) return { fault: isOpen ? 'cut-off' : 'broken-json' };
  const batch = readBatch(raw);
  if (!batch) return { fault: 'not-a-batch' };
  const { length } = batch.data;
  return length > MOST_MESSAGES
    ? { fault: 'too-many', field: 'data', values: { max: MOST_MESSAGES, count: length } }
    : null;
}

function tell(
  counts: Record<string, number>,
  messages: MessageReport[],
  kept: boolean,
  line: number,
  told: (report: LineReport) => void,
): void {
  for (const { index, code, faults } of messages) {
    count(counts, faults);
    told({ line, message: index + 1, code, kept, faults });
  }
}

/** Counts messages, not faults: a message with the same fault twice counts once. */
function count(counts: Record<string, number>, faults: Fault[]): void {
  for (const name of new Set(faults.map(({ fault }) => fault))) counts[name] = (counts[name] ?? 0) + 1;
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => {
    throw new OperatorError(`${file}: there is no such file, or it may not be read.`);
  });
  if (found.isDirectory()) throw new OperatorError(`${file}: this is a folder; name the files in it.`);
  if (found.size === 0) throw new OperatorError(`${file}: the file is empty, nothing was imported.`);
  const handle = await open(file, 'r').catch(() => {
    throw new OperatorError(`${file}: the file may not be read.`);
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) {
      throw new OperatorError(`${file}: the file is compressed with gzip; unpack it first (gunzip ${file}).`);
    }
  } finally {
    await handle.close();
  }
  return found.size;
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
