import { Injectable, Logger } from '@nestjs/common';
import { ExecuteHandler } from '#application';
import type { Door } from '#event-store';
import { type Problem, problem, Turns } from '#platform';
import type { Caller } from '../caller/caller.js';
import { type Accepted, Dispatcher } from '../commands/dispatcher.js';
import { acceptedOf, readCommand } from '../commands/read-command.js';
import { commandOf, commandTypesOf, KIND_NAMES, kindNamed } from '../kinds/kinds.js';
import { type Finding, found } from '../input/finding.js';
import { bodyFaults, firstOf, invalid, MORE_FAULTS, undecidable, unknownCommand } from '../problems/problems.js';
import { PROBLEM_TEXTS } from '../texts.vi.js';
import type { ItemVerdictDto } from './batch.dto.js';
import type { Item } from './envelope.js';

/** Dossiers that are decided side by side: their appends share a group commit. */
const SIDE_BY_SIDE = 64;
/** Faults of items that one answer tells, but for each item's first. */
const MOST_FAULTS_TOLD = 1_000;

type Judged = { index: number; id: string; accepted: Accepted };

/** Carries out the items of a batch, each with a verdict of its own. Items of one dossier keep their order. */
@Injectable()
export class BatchService {
  private readonly logger = new Logger(BatchService.name);

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly handler: ExecuteHandler,
  ) {}

  /** @param door by which they came, for the record */
  async execute(items: Item[], caller: Caller, door: Door = 'http'): Promise<ItemVerdictDto[]> {
    const verdicts: ItemVerdictDto[] = [];
    const judged: Judged[] = [];
    const turns = new Turns();
    for (const [index, { id, body }] of items.entries()) {
      await turns.give();
      const reading = this.read(body);
      if ('problem' in reading) verdicts[index] = verdictOf(id, reading.problem);
      else judged.push({ index, id, accepted: reading });
    }
    await this.handler.preload(judged.map(({ accepted: { kind, code } }) => ({ kind, id: code })));
    const [first, again] = splitRepeats(judged);
    for (const round of [first, again]) {
      await sideBySide([...groups(round).values()], async (group) => {
        for (const item of group) {
          await turns.give();
          verdicts[item.index] = await this.one(item, caller, door);
        }
      });
    }
    return sharing(verdicts);
  }

  /** A fault while one item is read is that item's. */
  private read(body: Record<string, unknown>): ItemReading {
    try {
      return readItem(body);
    } catch (error) {
      this.logger.error(error);
      return { problem: undecidable() };
    }
  }

  private async one({ id, accepted }: Judged, caller: Caller, door: Door): Promise<ItemVerdictDto> {
    try {
      const answer = await this.dispatcher.execute(accepted, caller, id, door);
      return 'problem' in answer ? verdictOf(id, answer.problem) : { id, status: 200, done: answer.done };
    } catch (error) {
      this.logger.error(error);
      return verdictOf(id, problem('internal', { detail: PROBLEM_TEXTS['item-failed'] }));
    }
  }
}

/** The faults of all items share one answer: each item tells its first one, and as many more as there is room for. */
function sharing(verdicts: ItemVerdictDto[]): ItemVerdictDto[] {
  let room = MOST_FAULTS_TOLD;
  return verdicts.map((verdict) => {
    const { errors = [] } = verdict.problem ?? {};
    const told = firstOf(errors, Math.max(1, room), (detail) => ({ pointer: '#', code: MORE_FAULTS, detail }));
    room -= told.length;
    return told === errors ? verdict : { ...verdict, problem: { ...verdict.problem!, errors: told } };
  });
}

const verdictOf = (id: string, problem: Problem): ItemVerdictDto => ({ id, status: problem.status, problem });

type ItemReading = Accepted | { problem: Problem };

/** An item of a batch as the doors take it, or all that is wrong with it. */
export function readItem({ kind: name, type, code, ...body }: Record<string, unknown>): ItemReading {
  const kind = kindNamed(name);
  if (!kind) {
    const values = KIND_NAMES.join(', ');
    return { problem: invalid(bodyFaults(found('not-one-of', { values }, '/kind'))) };
  }
  const findings: Finding[] =
    code === undefined ? found('required', undefined, '/code') : at('/code', kind.check(code));
  if (type === undefined) findings.push(...found('required', undefined, '/type'));
  else if (!commandOf(kind, type)) return { problem: unknownCommand(commandTypesOf(kind)) };
  else {
    const reading = readCommand(kind, type as string, body);
    const accepted = acceptedOf(kind, code as string, reading);
    if (accepted && findings.length === 0) return accepted;
    if (!reading.ok) findings.push(...reading.findings);
  }
  return { problem: invalid(bodyFaults(findings)) };
}

const at = (pointer: string, findings: Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, pointer: pointer + finding.pointer }));

/** An id that stands twice in one batch is a repetition: it waits until the first one has its answer. */
function splitRepeats(items: Judged[]): [Judged[], Judged[]] {
  const seen = new Set<string>();
  const first: Judged[] = [];
  const again: Judged[] = [];
  for (const item of items) {
    (seen.has(item.id) ? again : first).push(item);
    seen.add(item.id);
  }
  return [first, again];
}

function groups(items: Judged[]): Map<string, Judged[]> {
  const byCode = new Map<string, Judged[]>();
  for (const item of items) {
    const { kind, code } = item.accepted;
    const of = `${kind} ${code}`;
    const group = byCode.get(of);
    if (group) group.push(item);
    else byCode.set(of, [item]);
  }
  return byCode;
}

async function sideBySide<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}
