import { createReadStream } from 'node:fs';
import type { FeedFault } from '#domain';

/** One line of a file, or why it cannot be read as one. `bytes`: how far the file has been read. */
export interface Line {
  number: number;
  text: string;
  fault?: FeedFault;
  bytes: number;
  /** the last line, without a line end: a broken one was cut off */
  open: boolean;
}

/** Longer lines are passed over: a batch of 1,000 dossiers has about 1 MB. */
export const LONGEST_LINE = 32 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * The lines of a file with their numbers, whatever the file holds: memory stays below two lines of the longest length.
 * A line that is not UTF-8 comes as base64 with its fault, one that is too long comes empty with its fault.
 * @throws the system's error when the file cannot be opened or read
 */
export async function* readLines(path: string, longest = LONGEST_LINE): AsyncIterable<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let pieces: Buffer[] = [];
  let length = 0;
  let number = 0;
  let bytes = 0;

  const take = (open: boolean): Line => {
    number += 1;
    const tooLong = length > longest;
    const line = Buffer.concat(pieces);
    pieces = [];
    length = 0;
    if (tooLong) return { number, text: '', fault: 'line-too-long', bytes, open };
    try {
      return { number, text: decoder.decode(line).trim(), bytes, open };
    } catch {
      return { number, text: line.toString('base64'), fault: 'not-utf8', bytes, open };
    }
  };
  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length > longest) pieces = [];
    else pieces.push(piece);
  };

  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE, from); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, end));
      bytes += end + 1 - from;
      from = end + 1;
      yield take(false);
    }
    bytes += chunk.length - from;
    keep(chunk.subarray(from));
  }
  if (length > 0) yield take(true);
}
