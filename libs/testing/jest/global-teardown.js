import { removeRun } from './run-folder.js';

export default async function globalTeardown() {
  const folder = process.env.TRACKER_TEST_RUN;
  delete process.env.TRACKER_TEST_RUN;
  if (folder) await removeRun(folder);
}
