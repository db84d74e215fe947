import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

interface Alerts {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
}

/** All sources of the programs in one text. */
function sources(): string {
  return ['apps', 'libs']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

describe('the alerts', () => {
  const { groups } = parse(readFileSync(join(import.meta.dirname, 'alerts.yml'), 'utf8')) as Alerts;
  const rules = groups.flatMap((group) => group.rules);

  it('watch only measures that the programs give', () => {
    const code = sources();
    const watched = rules.flatMap((rule) => rule.expr.match(/\b(?:tracker|http|process|nodejs)_\w+/g) ?? []);
    expect(watched.length).toBeGreaterThanOrEqual(rules.length);
    expect(watched.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  it('say in words what is wrong', () => {
    for (const rule of rules) expect(rule.annotations.summary).toMatch(/\.$/);
  });
});
