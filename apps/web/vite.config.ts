import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { fixtureServer, policy } from './dev/fixture-server.js';

const here = import.meta.dirname;

/**
 * React Aria carries its texts in some thirty languages, none of them Vietnamese. Ours take the place of the English
 * ones, which are its fallback; the others are left out.
 */
function vietnameseAriaTexts(): Plugin {
  const texts = resolve(here, 'src/aria-texts.vi.ts');
  const translated = ['combobox', 'datepicker', 'numberfield', 'overlays', 'spinbutton', 'autocomplete'];
  return {
    name: 'vietnamese-aria-texts',
    enforce: 'pre',
    load(id) {
      const match =
        /[\\/](?:react-aria|react-stately|react-aria-components)[\\/]dist[\\/].*intl[\\/](?:([a-z]+)[\\/])?([a-z]{2}-[A-Z]{2})\.mjs$/.exec(
          id,
        );
      if (!match) return null;
      const [, part = '', locale] = match;
      if (locale !== 'en-US') return 'export default undefined;';
      return translated.includes(part) ? `export { ${part} as default } from ${JSON.stringify(texts)};` : null;
    },
  };
}

/** `--mode fixtures`: made-up answers instead of apps/supervisor, for looking at the page alone. */
const fixtureApi: Plugin = {
  name: 'fixture-api',
  configureServer: (server) => void server.middlewares.use(fixtureServer),
  configurePreviewServer: (server) => void server.middlewares.use(policy).use(fixtureServer),
};

export default defineConfig(({ mode }) => ({
  root: here,
  plugins: [vietnameseAriaTexts(), ...(mode === 'fixtures' ? [fixtureApi] : [])],
  // the libraries' sources, not what was built of them: the page can be built alone
  resolve: { alias: [{ find: /^#(domain|metrics)\/(.+)$/, replacement: resolve(here, '../../libs/$1/src/$2.ts') }] },
  server: { proxy: { '/api': process.env['SUPERVISOR_URL'] ?? 'http://127.0.0.1:3002' } },
  build: {
    outDir: resolve(here, '../../dist/web'),
    emptyOutDir: true,
    // Offices keep old browsers on Windows 7, where Chrome ends at 109.
    target: ['chrome109', 'firefox115', 'safari16'],
    // A policy without `data:` for scripts and fonts: everything is a file of its own.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    // 'use client' of the libraries means nothing here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
}));
