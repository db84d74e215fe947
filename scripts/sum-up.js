// Sums the JSON reports of Jest in a folder; failed-steps lists other steps that failed. Ends with status 1 when anything failed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
let passed = 0;
let failed = 0;
let skipped = 0;

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const seconds = Math.round(
    Math.max(0, ...report.testResults.map((suite) => suite.endTime - report.startTime)) / 1000,
  );
  const skips = report.numPendingTests + report.numTodoTests;
  // A file that could not even be loaded has no tests that failed.
  const failures =
    report.numFailedTests +
    report.numRuntimeErrorTestSuites +
    (report.success || report.numFailedTests + report.numRuntimeErrorTestSuites > 0 ? 0 : 1);
  console.log(
    `${file.replace('.json', '').padEnd(14)} ${report.numPassedTests} tests passed, ${failures} failed, ${skips} skipped in ${seconds} s`,
  );
  passed += report.numPassedTests;
  failed += failures;
  skipped += skips;
}

const steps = join(folder, 'failed-steps');
for (const step of existsSync(steps) ? readFileSync(steps, 'utf8').trim().split('\n') : []) {
  console.log(`${step.padEnd(14)} failed`);
  failed += 1;
}

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
