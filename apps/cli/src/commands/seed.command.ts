import { userInfo } from 'node:os';
import { calendarEnd, seedFolder, SeedError } from '#application';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import type { Status } from '../program.js';

/** Who works at this machine. */
function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`; // a number that no user of the machine has, as in a container
  }
}

export async function seed(
  globals: GlobalOptions,
  folder: string,
  options: { by?: string; json?: boolean },
): Promise<Status> {
  return withSystem(globals, async ({ pool, application, clock }) => {
    try {
      const report = await seedFolder(pool, folder, { by: options.by ?? osUser(), now: clock.now() });
      for (const { file, rows, changed, defaults } of report.files) {
        say(
          `${file}: ${rows} rows, ${changed} new or changed${defaults.length > 0 ? `; missing columns: ${defaults.join(', ')}` : ''}`,
        );
      }
      for (const file of report.missing) say(`${file}: not there, what is known stays`);
      application.reference.invalidate();
      const calendar = calendarEnd(await application.reference.data(), clock.now());
      if (calendar.warning !== null) say(calendar.warning);
      if (options.json) print({ ...report, calendar });
      return 0;
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      for (const fault of error.faults) say(fault);
      say('Nothing was stored.');
      return 1;
    }
  });
}
