import { Command, InvalidArgumentError } from 'commander';
import { parseDay, parseInstant } from '#domain';
import { errorText } from '#platform';
import { dossier } from './commands/dossier.command.js';
import { figures } from './commands/figures.command.js';
import { importFiles } from './commands/import.command.js';
import { rebuild } from './commands/rebuild.command.js';
import { replayRefused } from './commands/replay-refused.command.js';
import { seed } from './commands/seed.command.js';
import { verify } from './commands/verify.command.js';
import { type GlobalOptions, say } from './context.js';

/** Exit status: 0 all right, 1 differences, refusals or a fault, 2 wrong usage. */
export type Status = 0 | 1;

function instantOption(text: string): string {
  const at = parseInstant(text);
  if (at === null) throw new InvalidArgumentError('An instant with its zone is needed, as 2024-12-31T23:59:59+07:00.');
  return at;
}
function dayOption(text: string): string {
  const day = parseDay(text);
  if (day === null) throw new InvalidArgumentError('A day is needed, as 2024-12-31.');
  return day;
}

/** The program `tracker`. `done` is told the exit status of the command that ran. */
export function createProgram(done: (status: Status) => void): Command {
  const program = new Command('tracker')
    .description('Follows public-service dossiers: seeds, imports, figures, checks.')
    .option('--database <url>', 'PostgreSQL to work on (default: DATABASE_URL, else the embedded one in data/)')
    .showHelpAfterError()
    .exitOverride();
  const globals = (): GlobalOptions => program.opts<GlobalOptions>();
  const act =
    <A extends unknown[]>(work: (globals: GlobalOptions, ...args: A) => Promise<Status>) =>
    async (...args: A): Promise<void> => {
      try {
        done(await work(globals(), ...args));
      } catch (error) {
        say(errorText(error));
        done(1);
      }
    };

  program
    .command('seed')
    .argument('<folder>', 'with units.csv, procedures.csv, policies.csv, calendar.csv, targets.csv, settings.csv')
    .description('Read reference data from CSV files. A missing file leaves what is there.')
    .option('--json', 'the report as JSON on standard output')
    .action(act(seed));
  program
    .command('import')
    .argument('<file...>', 'batches of the national exchange format, one a line')
    .description('Import feed files; ends when the events are folded and the due instants asked.')
    .option('--source <name>', 'whose feed it is', 'national-feed')
    .option('--json', 'the report as JSON on standard output')
    .action(act(importFiles));
  program
    .command('figures')
    .description('Figures per unit, population, field and in total, as JSON.')
    .requiredOption('--from <day>', 'first day of the span (local)', dayOption)
    .requiredOption('--to <day>', 'last day of the span (local)', dayOption)
    .option('--as-of <instant>', 'what had happened by then (default: now)', instantOption)
    .option('--known-at <instant>', 'what was recorded by then (default: now)', instantOption)
    .option('--json', 'JSON on standard output (the default; kept for scripts that say it)')
    .action(act(figures));
  program
    .command('dossier')
    .argument('<code>', 'as H19.45.24-231204-0001')
    .description('One dossier: state, time line, due instant and why.')
    .option('--json', 'as JSON on standard output')
    .action(act(dossier));
  program
    .command('verify')
    .description('Recount every cell from the log, compare it with the live tables, walk the hash chain.')
    .option('--json', 'the differences as JSON on standard output')
    .action(act(verify));
  program
    .command('rebuild')
    .description('Fold the whole log anew beside the live tables, then switch.')
    .action(act(rebuild));
  program
    .command('replay-refused')
    .description('Decide the refused messages once again: those whose reason is gone are let in.')
    .option('--json', 'the report as JSON on standard output')
    .action(act(replayRefused));
  return program;
}
