import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');

interface Ended {
  status: number | null;
  out: string;
  fault: string;
}

/** A real process (of the built program) whose main is `run(start)`; what it prints and how it ends. */
function program(start: string): { child: ChildProcess; printed(text: string): Promise<void>; ended: Promise<Ended> } {
  const source = `import { OperatorError, run } from './dist/libs/platform/src/index.js'; run(${start});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let fault = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (fault += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, out, fault })));
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (out.includes(text)) resolve();
      };
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`ended without printing "${text}": ${fault}`)));
      look();
    });
  return { child, printed, ended };
}

const alive = 'const timer = setInterval(() => undefined, 1000);';

describe('a program', () => {
  it('stops cleanly on a signal, with status 0', async () => {
    const { child, printed, ended } = program(
      `async () => { ${alive} console.log('ready'); return { stop: async () => { clearInterval(timer); console.log('drained'); } }; }`,
    );
    await printed('ready');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ status: 0, out: 'ready\ndrained\n', fault: '' });
  });

  it('ends at once on a second signal', async () => {
    const { child, printed, ended } = program(
      `async () => { ${alive} console.log('ready'); return { stop: () => { console.log('stopping'); return new Promise(() => undefined); } }; }`,
    );
    await printed('ready');
    child.kill('SIGINT');
    await printed('stopping');
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
  });

  it('says what the operator can mend in one sentence, without a stack', async () => {
    const { ended } = program(`async () => { throw new OperatorError('Port 3000 is taken.'); }`);
    expect(await ended).toEqual({ status: 1, out: '', fault: 'Port 3000 is taken.\n' });
  });

  it('shows the stack of a fault that nobody expected', async () => {
    const { ended } = program(`async () => { throw new TypeError('x is not a function'); }`);
    const { status, fault } = await ended;
    expect(status).toBe(1);
    expect(fault).toMatch(/^TypeError: x is not a function\n {4}at /);
  });

  it('gives everything back and ends with status 1 when it cannot go on', async () => {
    const { ended } = program(
      `async () => { ${alive} return { failed: Promise.reject(new OperatorError('The consumer crashed.')), stop: async () => console.log('drained') }; }`,
    );
    expect(await ended).toEqual({ status: 1, out: 'drained\n', fault: 'The consumer crashed.\n' });
  });

  it('can be told to stop while it still starts', async () => {
    const { child, printed, ended } = program(
      `(signal) => new Promise((resolve, reject) => { ${alive} console.log('starting'); signal.addEventListener('abort', () => reject(signal.reason)); })`,
    );
    await printed('starting');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ status: 0, out: 'starting\n', fault: '' });
  });
});
