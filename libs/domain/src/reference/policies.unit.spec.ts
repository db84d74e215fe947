import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICIES, policyRule } from './policies.js';

const ROOT = join(import.meta.dirname, '../../../..');
const seeded = readFileSync(join(ROOT, 'seeds/policies.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',', 2) as [string, string]);

/** The sources of the programs, without specs and without the list of policies itself. */
const sources = ['libs', 'apps']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name, 'src')))
  .flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
    } catch {
      return []; // no folder of sources
    }
  })
  .filter((path) => path.endsWith('.ts') && !/spec\.ts$|policies\.ts$|migration\.ts$|[/]testing[/]/.test(path))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

describe('the policies', () => {
  it.each(Object.entries(POLICIES))('%s has a default that it allows', (_, rule) => {
    expect(rule.allows(rule.default)).toBe(true);
  });

  it.each(seeded)('%s, which is seeded, is known and read by a program', (key, value) => {
    expect(policyRule(key)?.allows(value)).toBe(true);
    expect(sources).toContain(`'${key}'`);
  });

  it('with one word only are read by nothing and seeded by nobody', () => {
    const keys = seeded.map(([key]) => key);
    for (const [key, { allowed }] of Object.entries(POLICIES)) {
      if (!/^[a-z-]+$/.test(allowed)) continue;
      expect(keys).not.toContain(key);
      expect(sources).not.toContain(`'${key}'`);
    }
  });
});
