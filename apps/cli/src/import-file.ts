import { open, stat } from 'node:fs/promises';
import { type Fault, parseFeedTime, readBatch } from '#domain';
import type { FeedIntake, FeedOrigin, MessageReport } from '#application';
import { JSON_BOUNDS, jsonFault, OperatorError } from '#platform';
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

const TIMES = ['NgayNopHoSo', 'NgayTiepNhan', 'NgayKetThucXuLy', 'NgayTra', 'NgayTuChoi', 'ThoiDiemXuLy'];

/** A line of a file may hold more than a body by HTTP: nobody waits beside it. */
const LINE_BOUNDS = { ...JSON_BOUNDS, items: 100_000, values: 5_000_000 };

/**
 * Imports one file of batches, a batch a line. What is good is kept, what is not is refused line by line with its reason.
 * The clock is asked only as far as the feed has got: a past imported gives the facts that it would have given in time.
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
  let askedUpTo = '1900-01-01T00:00:00.000Z';
  for await (const { number, text, fault, bytes, open } of readLines(file)) {
    if (text === '' && !fault) continue;
    report.lines += 1;
    const beyond = !fault && jsonFault(Buffer.from(text), LINE_BOUNDS) !== null;
    const raw = fault || beyond ? undefined : safeParse(text);
    const lineFault =
      fault ??
      (beyond
        ? 'too-many'
        : raw === undefined
          ? open
            ? 'cut-off'
            : 'broken-json'
          : readBatch(raw)
            ? null
            : 'not-a-batch');
    if (lineFault) {
      if (lineFault !== 'line-too-long') await feed.refuseLine(text, { fault: lineFault }, by);
      count(report.refused, [{ fault: lineFault }]);
      on.fault({ line: number, message: null, code: null, kept: false, faults: [{ fault: lineFault }] });
    } else {
      askedUpTo = latest(askedUpTo, raw as { data: unknown[] });
      const batch = (await feed.take(raw, { ...by, askedUpTo }))!;
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

/** The latest instant that a batch speaks of: so far has the source got. */
function latest(known: string, { data }: { data: unknown[] }): string {
  let found = known;
  for (const message of data) {
    for (const name of TIMES) {
      const text = (message as Record<string, unknown> | null)?.[name];
      const at = typeof text === 'string' ? parseFeedTime(text) : null;
      if (at !== null && at > found) found = at;
    }
  }
  return found;
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
