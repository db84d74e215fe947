import { createInterface } from 'node:readline';
import { OperatorError } from '#platform';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import type { Status } from '../program.js';
import { forgottenText, TEXTS } from './forget.vi.js';

interface Options {
  by: string;
  json?: boolean;
}

/** Deletes the key of a person's data for good. @param subject its id; undefined: the identity number comes on standard input */
export async function forget(globals: GlobalOptions, subject: string | undefined, options: Options): Promise<Status> {
  const identity = subject === undefined ? await firstLine() : '';
  return withSystem<Status>(globals, async ({ application: { vault } }) => {
    const id = subject ?? vault.subjectId(identity);
    const forgotten = await vault.forget(id, options.by);
    if (!forgotten)
      throw new OperatorError(subject === undefined ? TEXTS.unknownIdentity : TEXTS.unknownSubject(subject));
    say(forgottenText(id, forgotten));
    if (options.json) print({ subject: id, ...forgotten });
    return 0;
  });
}

/** The number is never an argument: it would stay in the shell's history and show in the list of processes. */
async function firstLine(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(TEXTS.askIdentity);
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) if (line.trim() !== '') return line;
  } finally {
    lines.close();
    process.stdin.destroy();
  }
  throw new OperatorError(TEXTS.noIdentity);
}
