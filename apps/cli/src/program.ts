import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { REFERENCE_TABLES, SEED_FILES } from '#application';
import { inDateRange, isDayInRange, parseDay, parseInstant } from '#domain';
import { errorText } from '#platform';
import {
  discardDeadLetter,
  listDeadLetters,
  retryDeadLetters,
  showDeadLetter,
  STATES,
} from './commands/dead-letters.command.js';
import { dossier } from './commands/dossier.command.js';
import { figures } from './commands/figures.command.js';
import { forget } from './commands/forget.command.js';
import { TEXTS } from './commands/forget.vi.js';
import { importFiles } from './commands/import.command.js';
import { logReference, showReference } from './commands/reference.command.js';
import { rebuild } from './commands/rebuild.command.js';
import { listRefusedCommands, showRefusedCommand } from './commands/refused-commands.command.js';
import { replayRefused } from './commands/replay-refused.command.js';
import { checkSeals, seal } from './commands/seal.command.js';
import { seed } from './commands/seed.command.js';
import { send } from './commands/send.command.js';
import { DATE_FORMS } from './send/values.js';
import { verify } from './commands/verify.command.js';
import { type GlobalOptions, say } from './context.js';
import { HEADINGS } from './reference/texts.vi.js';

/** Exit status: 0 all right, 1 differences, refusals or a fault, 2 wrong usage. */
export type Status = 0 | 1;

const OUT_OF_RANGE = 'A date lies from 2000-01-01 to 2099-12-31.';
function instantOption(text: string): string {
  const at = parseInstant(text);
  if (at === null) throw new InvalidArgumentError('An instant with its zone is needed, as 2024-12-31T23:59:59+07:00.');
  if (!inDateRange(at)) throw new InvalidArgumentError(OUT_OF_RANGE);
  return at;
}
function dayOption(text: string): string {
  const day = parseDay(text);
  if (day === null) throw new InvalidArgumentError('A day is needed, as 2024-12-31.');
  if (!isDayInRange(day)) throw new InvalidArgumentError(OUT_OF_RANGE);
  return day;
}
function letterId(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError('The number of a dead letter is needed, as 17.');
  return BigInt(text);
}
const letterIds = (text: string, known: bigint[] | undefined): bigint[] => [...(known ?? []), letterId(text)];
function reason(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Say why, in a few words.');
  return text;
}
/** Somebody's name for the record. @param ask what is said where it is none */
const person =
  (ask: string) =>
  (text: string): string => {
    if (text.trim() === '' || text.length > 100 || /\p{Cc}/u.test(text))
      throw new InvalidArgumentError(`${ask}, in one line of at most 100 characters.`);
    return text.trim();
  };
/** What may be somebody's number rather than the id of a subject. */
const LIKE_IDENTITY = /^[A-Za-z]?[\d\s.-]{7,20}$/;

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
    .argument('<folder>', `with ${SEED_FILES.join(', ')}`)
    .description('Read reference data from CSV files. A missing file leaves what is there.')
    .option(
      '--by <who>',
      'who changes them, for the record (default: the user of this machine)',
      person('Name who does it'),
    )
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
    .command('send')
    .argument('<file...>', 'commands: CSV or XLSX with a line of headings, or NDJSON, one command a line')
    .description('Send commands of all kinds from a file: as the counter’s batches, line by line.')
    .option('--source <name>', 'whose commands they are; a line of a source is done once', 'file')
    .option('--kind <kind>', 'of all lines, where the file has no such column')
    .option('--command <command>', 'of all lines, where the file has no such column')
    .option('--sheet <name>', 'of an Excel file with several sheets')
    .addOption(new Option('--dates <form>', 'how the file writes days').choices(DATE_FORMS).default(DATE_FORMS[0]))
    .option('--json', 'the report as JSON on standard output')
    .action(act(send));
  program
    .command('figures')
    .description(
      'Figures per unit, population, field and in total, as JSON: the columns and metrics of the page. The total is of the ' +
        'city and the wards; the vertical branches stand outside it and the fields.',
    )
    .requiredOption('--from <day>', 'first day of the span (local)', dayOption)
    .requiredOption('--to <day>', 'last day of the span (local)', dayOption)
    .option('--as-of <instant>', 'what had happened by then (default: now)', instantOption)
    .option('--known-at <instant>', 'what was recorded by then (default: now)', instantOption)
    .addOption(
      new Option('--under <unit>', 'of before a merger: under the unit of the day, or the one that has taken over')
        .choices(['day', 'successor'])
        .default('day'),
    )
    .option('--json', 'JSON on standard output (the default; kept for scripts that say it)')
    .action(async (options: Parameters<typeof figures>[1], command: Command) => {
      const { from, to } = options;
      if (from > to) command.error(`error: the span ends (${to}) before it begins (${from})`);
      await act(figures)(options);
    });
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
    .argument('[projections...]', 'of these and the others of their kinds; default: everything')
    .description('Fold the log anew beside the live tables, then switch.')
    .action(act(rebuild));
  program
    .command('replay-refused')
    .description('Decide the refused messages once again: those whose reason is gone are let in.')
    .option('--json', 'the report as JSON on standard output')
    .action(act(replayRefused));

  const sealing = program
    .command('seal')
    .description('Seal the log as it stands: one line of JSON (position, recorded at, digest), to be kept elsewhere.')
    .option('--file <file>', 'write it there instead of to standard output; never over a file')
    .action(act(seal));
  sealing
    .command('check')
    .argument('<file...>', 'seals that were kept elsewhere')
    .description('Whether the log still is what was sealed: a cut tail, a changed or missing event.')
    .option('--json', 'the differences as JSON on standard output')
    .action(act(checkSeals));
  program
    .command('forget')
    .argument('[subject]', 'its id, as it stands in "applicant" of a dossier\'s events')
    .description("Delete the key of a person's data, for good: nobody reads them again; events and figures stay.")
    .option('--identity', 'read the identity number from standard input instead')
    .requiredOption('--by <who>', 'who asks for it, kept with the instant', person('Say who asks for it'))
    .option('--json', 'what was forgotten, as JSON on standard output')
    .action(
      async (
        subject: string | undefined,
        options: { identity?: boolean; by: string; json?: boolean },
        command: Command,
      ) => {
        if ((subject === undefined) === !options.identity) command.error(`error: ${TEXTS.oneOfBoth}`);
        if (subject !== undefined && LIKE_IDENTITY.test(subject)) command.error(`error: ${TEXTS.identityAsArgument}`);
        await act(forget)(subject, options);
      },
    );

  const letters = program
    .command('dead-letters')
    .description('What could not be folded: see it, and mend the dossiers that wait because of it.');
  letters
    .command('list')
    .description('One line each, in the order in which they came.')
    .addOption(new Option('--state <state>', 'only those').choices(STATES).default('open'))
    .option('--json', 'as JSON on standard output')
    .action(act(listDeadLetters));
  letters
    .command('show')
    .argument('<id>', 'its number', letterId)
    .description('Everything about one, its sealed message opened.')
    .option('--json', 'as JSON on standard output')
    .action(act(showDeadLetter));
  letters
    .command('retry')
    .argument('[id...]', 'their numbers', letterIds)
    .description('Fold what waits because of them, from the log.')
    .option('--all', 'all that are open')
    .option('--json', 'what was folded, as JSON on standard output')
    .action(async (ids: bigint[] = [], options: { all?: boolean; json?: boolean }, command: Command) => {
      if (ids.length === 0 && !options.all) command.error('error: name dead letters by their numbers, or say --all');
      if (ids.length > 0 && options.all) command.error('error: name dead letters, or say --all, not both');
      await act(retryDeadLetters)(ids, options);
    });
  letters
    .command('discard')
    .argument('<id>', 'its number', letterId)
    .description('Give a message up for good; what the log has is folded all the same.')
    .requiredOption('--why <reason>', 'kept with it', reason)
    .option('--json', 'what was folded, as JSON on standard output')
    .action(act(discardDeadLetter));
  const refused = program
    .command('refused-commands')
    .description('Commands that came by Kafka and were refused, as the topic of rejections names them.');
  refused
    .command('list')
    .description('The last 500, without a byte of their messages.')
    .option('--json', 'as JSON on standard output')
    .action(act(listRefusedCommands));
  refused
    .command('show')
    .argument('<id>', 'as the rejection says after /refused-commands/')
    .description('One with its message opened: it may hold personal data.')
    .option('--json', 'as JSON on standard output')
    .action(act(showRefusedCommand));
  const reference = program
    .command('reference')
    .description('Reference data: what is in force on a day, and who changed what.');
  reference
    .command('show')
    .addArgument(new Argument('<what>', 'what to show').choices(Object.keys(HEADINGS)))
    .description('As in force on a day.')
    .option('--on <day>', 'the day (local; default: today in Vietnam)', dayOption)
    .option('--json', 'as JSON on standard output')
    .action(act(showReference));
  reference
    .command('log')
    .description('Every change, by whom and by which file or command; the newest last.')
    .addOption(new Option('--what <kind>', 'only those').choices(['units', ...Object.keys(REFERENCE_TABLES)]))
    .option('--key <key>', 'only of this key, or of keys that begin with this code')
    .option('--since <day>', 'from that day on (local)', dayOption)
    .option('--json', 'as JSON on standard output, with all of before and after')
    .action(act(logReference));
  return program;
}
