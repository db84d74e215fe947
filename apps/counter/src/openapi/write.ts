import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openApiText } from './document.js';

// npm run openapi [-- --check]: writes docs/openapi.json, or ends with status 1 when it is not what the code says.
const FILE = resolve('docs/openapi.json');

const text = await openApiText();
if (process.argv.includes('--check')) {
  const kept = await readFile(FILE, 'utf8').catch(() => '');
  if (kept !== text) {
    process.stderr.write(`${FILE} is not what the code says: npm run openapi writes it.\n`);
    process.exitCode = 1;
  }
} else {
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, text);
  process.stderr.write(`${FILE}\n`);
}
