import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

/** The installed Chromium: CHROMIUM_PATH, or the first of the usual names on the PATH. */
export function chromiumPath(): string {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // the next name
    }
  }
  throw new Error('There is no Chromium here: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH.');
}

/** A real headless Chromium; the caller closes it. In Vietnamese, like a supervisor's. */
export function startTestBrowser(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: chromiumPath(),
    // Chromium's own sandbox refuses to run as root, and /dev/shm is small in containers.
    args: ['--lang=vi-VN', '--disable-dev-shm-usage', ...(asRoot ? ['--no-sandbox'] : [])],
  });
}
