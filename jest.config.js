// The suites are chosen by the suffix of the spec: unit (pure), int (real PostgreSQL and Kafka), e2e (whole apps, browser), faults (whole
// apps that are killed, frozen and starved).

const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
if (!flags.includes('--experimental-vm-modules')) {
  throw new Error('Run "npm run jest -- …", or set NODE_OPTIONS=--experimental-vm-modules: the specs are ES modules.');
}

/** One project of the suite; `extra` are the settings that only this one needs. */
const project = (suffix, extra = {}) => ({
  displayName: suffix,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/infra', '<rootDir>/scripts'],
  testMatch: [`**/*.${suffix}.spec.ts`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'tsx', 'json', 'node'],
  moduleNameMapper: {
    '^#apps/([a-z-]+)$': '<rootDir>/apps/$1/src/index.ts',
    '^#([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^#([a-z-]+)/(.+)$': '<rootDir>/libs/$1/src/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: false, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFiles: ['<rootDir>/libs/testing/jest/setup.js'],
  ...extra,
});

const servers = {
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.js',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.js',
  setupFilesAfterEnv: ['<rootDir>/libs/testing/jest/slow-specs.js'],
};

export default {
  maxWorkers: 2,
  projects: [
    project('unit', { testTimeout: 30_000 }),
    project('int', servers),
    project('e2e', servers),
    project('faults', servers),
  ],
};
