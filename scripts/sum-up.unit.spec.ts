import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const report = (passed: number, failed: number, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    success: failed === 0,
    startTime: 0,
    testResults: [{ endTime: 5_000 }],
    ...more,
  });

/** The last line and the status for a folder with these files. */
function sumUp(files: Record<string, string>): [string | undefined, number | null] {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-sum-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { stdout, status } = spawnSync(process.execPath, [join(import.meta.dirname, 'sum-up.js'), folder], {
      encoding: 'utf8',
    });
    return [stdout.trim().split('\n').at(-1), status];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the last line of the tests', () => {
  it('adds the suites up', () => {
    expect(sumUp({ 'unit.json': report(3, 0), 'int.json': report(2, 0, { numPendingTests: 1 }) })).toEqual([
      '5 passed, 0 failed, 1 skipped',
      0,
    ]);
  });

  it('counts failed tests, files that could not be loaded, and steps without tests', () => {
    const files = {
      'unit.json': report(3, 1),
      'int.json': report(2, 0, { numRuntimeErrorTestSuites: 1, success: false }),
      'failed-steps': 'lint\nbuild\n',
    };
    expect(sumUp(files)).toEqual(['5 passed, 4 failed', 1]);
  });

  it('does not take a run without any test for a success', () => {
    expect(sumUp({})).toEqual(['0 passed, 0 failed', 1]);
  });
});
