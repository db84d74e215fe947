import { jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { Readable } from 'node:stream';
import { createProgram } from '../src/program.js';

export interface Finished {
  status: number;
  out: string;
  err: string;
}

/** `tracker … --database` within this process. `input` is what it finds on standard input. */
export async function tracker(
  { url, key, input = '' }: { url: string; key: Buffer; input?: string },
  ...args: string[]
): Promise<Finished> {
  const said = { out: '', err: '' };
  const catching = (name: 'stdout' | 'stderr', to: 'out' | 'err') =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      said[to] += String(chunk);
      return true;
    });
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([input]) });
  process.env.TRACKER_MASTER_KEY = key.toString('base64');
  const caught = [catching('stdout', 'out'), catching('stderr', 'err')];
  let status = -1;
  try {
    const program = createProgram((result) => {
      status = result;
    });
    await program.parseAsync(['--database', url, ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    status = 2;
  } finally {
    for (const each of caught) each.mockRestore();
    Object.defineProperty(process, 'stdin', stdin);
  }
  return { status, ...said };
}
