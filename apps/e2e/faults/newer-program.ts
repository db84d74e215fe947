import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, temporaryFolder } from '../test/programs.js';

/**
 * A copy of the built programs as the next release might be: it knows payloads of one schema more, and an event type more.
 * @returns its folder, which the caller removes
 */
export async function newerProgram(schema: number, type: string): Promise<string> {
  const folder = temporaryFolder();
  await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['package.json', 'nest-cli.json']) await cp(join(ROOT, name), join(folder, name));
  for (const name of ['node_modules', 'seeds']) await symlink(join(ROOT, name), join(folder, name));
  const path = join(folder, 'dist/libs/domain/src/dossier/events.js');
  const now = await readFile(path, 'utf8');
  const then = now
    .replace(/DOSSIER_EVENT_SCHEMA = \d+;/, `DOSSIER_EVENT_SCHEMA = ${schema};`)
    .replace(
      /dossierEventTypes = Object\.keys\(schemas\);/,
      `dossierEventTypes = [...Object.keys(schemas), '${type}'];`,
    )
    .replace(/dossierEventSchemas = schemas;/, `dossierEventSchemas = { ...schemas, '${type}': {} };`);
  if (!then.includes(`= ${schema};`) || then.split(`'${type}'`).length !== 3)
    throw new Error(`${path} has another shape.`);
  await writeFile(path, then);
  return folder;
}
