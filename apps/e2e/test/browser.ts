import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export const OFFICE_SCREEN = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

export interface Watched {
  page: Page;
  /** faults of scripts and breaches of the security policy so far; an answer that is a problem is none */
  faults: string[];
}

/** A page in a context of its own, as an office computer in Viet Nam shows it. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({
    viewport: OFFICE_SCREEN,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  return { page, faults };
}

/** Waits until a view stands: its heading, its figures (or what is wrong), its typeface. */
export async function settled(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' });
  await page.locator('main .loading, main [aria-busy=true]').first().waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

/** What axe-core finds, each with the elements; empty when it finds nothing. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, help, nodes }) =>
       id + ': ' + help + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 150)).join(' | ')))`,
  );
}

/** By how many pixels the document is wider than the window. */
export const tooWide = (page: Page): Promise<number> =>
  page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - window.innerWidth)');
