// One folder for everything that a run of Jest starts (servers, their data). The specs start the servers when they first need them;
// the end of the run takes them down. A run that was killed is cleaned up by the next one.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alive, removeRun } from './run-folder.js';

const PREFIX = 'tracker-test-run-';

function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'owner'), 'utf8'));
  } catch {
    return null;
  }
}

export default async function globalSetup() {
  if (process.env.TRACKER_TEST_RUN) return; // every project calls this
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = ownerOf(folder);
    if (owner === null) continue; // just being made by another run
    if (!alive(owner)) await removeRun(folder);
  }
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  process.env.TRACKER_TEST_RUN = folder;
}
