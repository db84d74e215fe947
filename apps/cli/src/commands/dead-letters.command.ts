import { OperatorError } from '#platform';
import type { MessageContent } from '#event-stream';
import type { DeadLetter, Mended, Projector, Waiting } from '#projections';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import type { Status } from '../program.js';
import { messageLines } from '../message-lines.js';
import { table } from '../table.js';

export const STATES = ['open', 'retried', 'discarded', 'all'] as const;

interface ListOptions {
  state: (typeof STATES)[number];
  json?: boolean;
}

const PAGE = 500;
/** What could not be folded, without a byte of the messages. */
export async function listDeadLetters(globals: GlobalOptions, { state, json }: ListOptions): Promise<Status> {
  return withSystem<Status>(globals, async ({ readers }) => {
    const letters: DeadLetter[] = [];
    for await (const letter of all(readers.projector, state === 'all' ? undefined : state)) letters.push(letter);
    if (json) print(letters);
    else if (letters.length === 0) say(state === 'all' ? 'There are no dead letters.' : `No dead letter is ${state}.`);
    else print(table(['id', 'state', 'reason', 'where', 'dossier', 'waits', 'times', 'last'], letters.map(row)));
    return 0;
  });
}

function row(letter: DeadLetter): string[] {
  const { id, state, reason, stream, version, parked, times, lastAt } = letter;
  const dossier = stream === null ? '–' : `${stream} v${version}`;
  return [String(id), state, reason, whereOf(letter), dossier, parked.length > 0 ? 'yes' : '–', String(times), lastAt];
}

const whereOf = ({ topic, partition, offset, position }: DeadLetter): string =>
  topic === null ? `log ${position}` : `${topic}/${partition}/${offset}`;

/** Everything about one; the only command that opens what was sealed. */
export async function showDeadLetter(globals: GlobalOptions, id: bigint, options: { json?: boolean }): Promise<Status> {
  return withSystem<Status>(globals, async ({ application: { vault }, readers: { projector } }) => {
    const letter = await projector.deadLetter(id);
    const waiting = await projector.deadLetterWaiting(id);
    const message = await projector.deadLetterContent(letter);
    const subject = letter.sealedRef === null ? null : await vault.subjectOf(letter.sealedRef);
    if (options.json) print({ ...letter, waiting, subject, message });
    else print([...facts(letter), ...waiting.map(waits), ...opened(subject, message)].join('\n'));
    return 0;
  });
}

function facts(letter: DeadLetter): string[] {
  const { id, state, closedAt, why, reason, detail, stream, version, position, times, firstAt, lastAt } = letter;
  return [
    `Dead letter ${id}, ${state}${closedAt === null ? '' : ` at ${closedAt}`}${why === null ? '' : `: ${why}`}`,
    `reason    ${reason}: ${detail}`,
    `where     ${whereOf(letter)}`,
    `came      ${times} times, first ${firstAt}, last ${lastAt}`,
    `event     ${stream === null ? 'none of the log' : `${stream} version ${version}, position ${position}`}`,
  ];
}

const waits = ({ code, version, events, since }: Waiting): string =>
  `parked    ${code} since ${since}: ${events} events wait, from version ${version} on`;

function opened(subject: string | null, message: MessageContent | null): string[] {
  return subject === null ? ['message   none: the event came straight from the log'] : messageLines(message, subject);
}

/** One that was asked for and what became of it. */
interface Outcome extends Partial<Mended> {
  id: bigint;
  /** why nothing was done */
  fault?: string;
}

/** Folds what waits because of these, or of all that are open, in the order in which they came. */
export async function retryDeadLetters(
  globals: GlobalOptions,
  ids: bigint[],
  options: { all?: boolean; json?: boolean },
): Promise<Status> {
  return withSystem<Status>(globals, async ({ readers: { projector } }) => {
    const outcomes: Outcome[] = [];
    const wanted = options.all ? openIds(projector) : ids;
    for await (const id of wanted) outcomes.push(await attempt(id, () => projector.retryDeadLetter(id)));
    return report(outcomes, 'retried', options.json);
  });
}

/** Gives a message up for good; what the log has is folded all the same. */
export async function discardDeadLetter(
  globals: GlobalOptions,
  id: bigint,
  options: { why: string; json?: boolean },
): Promise<Status> {
  return withSystem<Status>(globals, async ({ readers: { projector } }) => {
    const outcome = await attempt(id, () => projector.discardDeadLetter(id, options.why));
    return report([outcome], 'discarded', options.json);
  });
}

async function attempt(id: bigint, work: () => Promise<Mended>): Promise<Outcome> {
  try {
    return { id, ...(await work()) };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { id, fault: error.message };
  }
}

function report(outcomes: Outcome[], done: string, json?: boolean): Status {
  for (const outcome of outcomes) say(sentence(outcome, done));
  if (outcomes.length === 0) say('No dead letter is open.');
  if (json) print(outcomes);
  return outcomes.some(({ fault, parked = [] }) => fault !== undefined || parked.length > 0) ? 1 : 0;
}

function sentence({ id, fault, events, mended = [], parked = [], elsewhere = [] }: Outcome, done: string): string {
  if (fault !== undefined) return fault;
  const folded = `${events} ${events === 1 ? 'event' : 'events'} folded`;
  if (parked.length > 0) return `Dead letter ${id} stays open: ${parked.join(', ')} cannot be folded yet (${folded}).`;
  const later = elsewhere.map(({ code, deadLetter }) => `; ${code} waits further on, for dead letter ${deadLetter}`);
  const whole = mended.length > 0 ? ` of ${mended.join(', ')}` : '';
  return `Dead letter ${id} is ${done}: ${folded}${whole}${later.join('')}.`;
}

async function* openIds(projector: Projector): AsyncIterable<bigint> {
  for await (const { id } of all(projector, 'open')) yield id;
}

/** Every one of a state, page by page; one that is closed meanwhile moves nothing. */
async function* all(projector: Projector, state?: DeadLetter['state']): AsyncIterable<DeadLetter> {
  for (let after = 0n; ;) {
    const page = await projector.deadLetters({ state, after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
