import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Line, readLines } from './lines.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(content: string | Buffer, longest?: number): Promise<Line[]> {
  const path = join(folder, 'file');
  await writeFile(path, content);
  const lines: Line[] = [];
  for await (const line of readLines(path, longest)) lines.push(line);
  return lines;
}

describe('reading a file line by line', () => {
  it('numbers the lines and leaves the byte-order mark out', async () => {
    const lines = await linesOf('\uFEFFmột\nhai\r\n');
    expect(lines.map(({ number, text, open }) => [number, text, open])).toEqual([
      [1, 'một', false],
      [2, 'hai', false],
    ]);
  });

  it('tells a last line that has no end', async () => {
    expect((await linesOf('a\n{"b":')).at(-1)).toMatchObject({ number: 2, text: '{"b":', open: true });
  });

  it('names a line that is not UTF-8 and goes on', async () => {
    const lines = await linesOf(Buffer.concat([Buffer.from([0xc3, 0x28, 0x0a]), Buffer.from('tốt\n')]));
    expect(lines.map(({ fault, text }) => [fault, text])).toEqual([
      ['not-utf8', Buffer.from([0xc3, 0x28]).toString('base64')],
      [undefined, 'tốt'],
    ]);
  });

  it('passes over a line that is too long and goes on', async () => {
    const lines = await linesOf(`${'a'.repeat(1_001)}\ntốt\n`, 1_000);
    expect(lines.map(({ number, fault, text }) => [number, fault, text])).toEqual([
      [1, 'line-too-long', ''],
      [2, undefined, 'tốt'],
    ]);
  });

  it('finds no line in an empty file', async () => {
    expect(await linesOf('')).toEqual([]);
  });
});
