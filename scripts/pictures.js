// npm run pictures [-- URL]: takes the README's pictures of a running system (default http://localhost:3000).
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const url = process.argv[2] ?? 'http://localhost:3000';
const folder = join(import.meta.dirname, '..', 'docs', 'pictures');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath) {
  console.error('Chromium is needed: apt-get install chromium, or the like.');
  process.exit(1);
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${url}/?period=month:2024-11`);
  // figures and spark lines are there once the table has its rows and the stream is live
  await page.locator('table tbody tr').nth(5).waitFor();
  await page.getByText('trực tiếp').first().waitFor();
  await page.screenshot({ path: join(folder, 'overview.png') });
} finally {
  await browser.close();
}
