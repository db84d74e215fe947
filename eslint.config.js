import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

// What each part of the house may import. Arrows point downwards only: apps → application → projections, event-stream,
// event-store, metrics → platform, domain. libs/testing is for specs.
const LAYERS = {
  'libs/domain': [],
  'libs/metrics': ['#domain', '#domain/calendar/time'],
  'libs/platform': ['#domain'],
  'libs/event-store': ['#domain', '#platform'],
  'libs/event-stream': ['#domain', '#platform', '#event-store'],
  'libs/projections': ['#domain', '#platform', '#metrics', '#event-store', '#event-stream'],
  'libs/application': ['#domain', '#platform', '#metrics', '#event-store', '#event-stream', '#projections'],
  'libs/demonstration': ['#domain', '#platform', '#application'],
  apps: [
    '#domain',
    '#platform',
    // what describes an API, for the apps that have one
    '#platform/openapi',
    '#metrics',
    // what a browser reads too: neither imports the rest of its library
    '#domain/calendar/time',
    '#metrics/periods',
    '#metrics/rate',
    '#event-store',
    '#event-stream',
    '#projections',
    '#application',
    '#demonstration',
    '#apps/*',
  ],
};

const SPECS = ['**/*.spec.ts', '**/test/**/*.ts', '**/faults/**/*.ts'];
/** Infrastructure that the pure libraries may not know. */
const PLUMBING = ['@nestjs/*', 'typeorm', 'typeorm/*', 'pg', 'pg-*', 'kafkajs', 'express', 'pino*'];

/** Refuses every alias that is not listed, and every relative path that climbs out of the part into another one. */
function arrows(folder, allowed) {
  const pure = folder === 'libs/domain' || folder === 'libs/metrics';
  const rule = (aliases) => [
    'error',
    {
      patterns: [
        {
          regex: `^#(?!(${aliases.map((alias) => alias.slice(1).replace('*', '[a-z-]+')).join('|')})$)`,
          message: `${folder} may import only: ${aliases.join(', ') || 'no other library'}.`,
        },
        {
          regex:
            '^\\.\\..*/(libs|apps)/|^\\.\\./(\\.\\./)+(domain|metrics|platform|event-store|event-stream|projections|application|demonstration|testing)/',
          message: 'Import another part by its alias (#name), not by a path.',
        },
        ...(pure ? [{ group: PLUMBING, message: `${folder} is pure TypeScript.` }] : []),
      ],
    },
  ];
  // A spec in the library's test folder uses it as others do.
  const own = folder === 'apps' ? [] : [folder.replace('libs/', '#')];
  const files = [`${folder}/**/*.ts`];
  return [
    { files, ignores: SPECS, rules: { 'no-restricted-imports': rule(allowed) } },
    {
      files: SPECS.map((spec) => `${folder}/${spec}`),
      rules: { 'no-restricted-imports': rule([...allowed, ...own, '#testing']) },
    },
  ];
}

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'data', 'coverage', '.cache', 'test-results', 'infra/kafka/target'] },
  js.configs.recommended,
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          conditionNames: ['types', 'import', 'default'],
          extensions: ['.ts', '.tsx', '.js'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
        }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/extensions': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  // A command-line program speaks on its standard output; so do the benchmarks, scripts and the tests' set-up.
  { files: ['apps/**/cli/**/*.ts', 'apps/bench/**/*.ts', 'scripts/**', 'infra/**'], rules: { 'no-console': 'off' } },
  ...Object.entries(LAYERS).flatMap(([folder, allowed]) => arrows(folder, allowed)),
);
