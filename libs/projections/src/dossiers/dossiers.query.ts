import type pg from 'pg';
import {
  addDays,
  dayRange,
  type DossierState,
  evolveAll,
  initialState,
  type Instant,
  localDay,
  type Phase,
} from '#domain';
import type { EventStore, StoredEvent } from '#event-store';
import { contribution, type Mark } from '#metrics';
import { textArray } from '#platform';
import type { Selection } from '../cells/cells.query.js';
import { readCursor, writeCursor } from '../fold/cursor.js';
import type { Page } from '../marks/marks.query.js';
import { currentPart } from '../projection.js';

/** late: open and overdue. today: due today, not late. soon: due in the days after today, not late. */
export type WorklistKind = 'late' | 'today' | 'soon';

export interface WorklistQuestion extends Selection {
  kind: WorklistKind;
  /** the present (UTC) */
  now: Instant;
  /** for `soon`: how many days after today; default 3 */
  days?: number;
  /**
   * for `late`: only those whose apology was issued; or all for which one is owed, also where they are no longer open or
   * late (an office that was late owes it all the same); left out: the late ones, whatever was issued
   */
  apology?: 'owed' | 'issued';
}

export interface WorklistItem {
  code: string;
  unit: string;
  procedure: string;
  field: string;
  phase: Phase;
  receivedAt: Instant | null;
  /** of what is owed: the instant that was missed */
  dueAt: Instant;
  /** null as long as it is open */
  endedAt: Instant | null;
  late: boolean;
  apologyOwed: boolean;
  /** the instant of the event BecameOverdue */
  overdueSince: Instant | null;
  apologyAt: Instant | null;
  holder: string | null;
}

/**
 * $1 unit keys, $2 procedure, $3 field. A stage of another dossier is in no list: the whole is its parent's. Units and procedures are conditions on the dossier itself: to count, nothing is joined.
 */
const SELECTED = `
d.generation = ${currentPart('dossiers')} and d.parent is null
  and ($1::text[] is null or d.unit = any (array(select id from read.unit where key = any ($1))))
  and ($2::text is null and $3::text is null or d.scope = any (array(
    select id from read.scope where procedure is not null and ($2 is null or procedure = $2) and ($3 is null or field = $3))))`;

/** $4 late, $5 due from, $6 due before, $7 only those with an apology. Dossiers whose clock stands are in no list of what is open. */
const OPEN = `${SELECTED}
  and d.phase = 'open' and d.late = $4
  and ($5::timestamptz is null or d.due_at >= $5) and ($6::timestamptz is null or d.due_at < $6)
  and (not $7::boolean or d.apology_at is not null)`;

/** Whatever has become of it since. */
const OWED = `${SELECTED}
  and d.apology_owed_due is not null`;

/** @param first the number of the first of three parameters: the place to go on from, and the limit */
const page = (due: 'due_at' | 'apology_owed_due', where: string, first: number): string => `
select d.code, u.key as unit, s.procedure, s.field, d.phase, d.late, d.received_at as "receivedAt", d.${due} as "dueAt", d.ended_at as "endedAt",
  d.overdue_since as "overdueSince", d.apology_at as "apologyAt", d.apology_owed_due is not null as "apologyOwed", d.holder
from read.dossier d join read.unit u on u.id = d.unit join read.scope s on s.id = d.scope
where ${where} and (d.${due}, d.code) > ($${first}::timestamptz, $${first + 1}::text)
order by d.${due}, d.code limit $${first + 2}`;

/** A page of the work list, by due instant: what is late longest comes first. @throws RangeError on a strange cursor */
export async function worklist(
  db: pg.Pool | pg.ClientBase,
  question: WorklistQuestion,
  { after, limit = 50 }: { after?: string; limit?: number } = {},
): Promise<Page<WorklistItem>> {
  const { rows } = await db.query<WorklistItem>({
    ...(isOwed(question)
      ? { name: 'worklist-owed', text: page('apology_owed_due', OWED, 4) }
      : { name: 'worklist', text: page('due_at', OPEN, 8) }),
    values: [...values(question), ...placeOf(after), limit + 1],
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit;
  return { items, next: more && last ? writeCursor([last.dueAt, last.code]) : null };
}

/** How many dossiers a work list has. */
export async function worklistTotal(db: pg.Pool | pg.ClientBase, question: WorklistQuestion): Promise<number> {
  const { rows } = await db.query<{ n: number }>({
    ...(isOwed(question)
      ? { name: 'worklist-owed-total', text: `select count(*)::int as n from read.dossier d where ${OWED}` }
      : { name: 'worklist-total', text: `select count(*)::int as n from read.dossier d where ${OPEN}` }),
    values: values(question),
  });
  return rows[0].n;
}

/** How many dossiers a work list has, and for how many an apology is owed, whatever became of them, in one reading. */
export async function worklistOwed(
  db: pg.Pool | pg.ClientBase,
  question: Omit<WorklistQuestion, 'apology'>,
): Promise<{ total: number; owed: number }> {
  const { rows } = await db.query<{ total: number; owed: number }>({
    name: 'worklist-and-owed',
    text: `select (select count(*)::int from read.dossier d where ${OPEN}) as total, (select count(*)::int from read.dossier d where ${OWED}) as owed`,
    values: values(question),
  });
  return rows[0];
}

const isOwed = ({ kind, apology }: WorklistQuestion): boolean => kind === 'late' && apology === 'owed';

function values(question: WorklistQuestion): (string | boolean | null)[] {
  const { units, procedure, field } = question;
  const selected = [units ? textArray(units) : null, procedure ?? null, field ?? null];
  return isOwed(question) ? selected : [...selected, ...openValues(question)];
}

function openValues({ kind, now, days = 3, apology }: WorklistQuestion): (string | boolean | null)[] {
  const today = localDay(now);
  const due =
    kind === 'today' ? dayRange(today) : kind === 'soon' ? dayRange(addDays(today, 1), addDays(today, days)) : null;
  return [kind === 'late', due?.from ?? null, due?.to ?? null, apology === 'issued'];
}

const placeOf = (after: string | undefined): (string | number)[] =>
  after === undefined ? ['-infinity', ''] : readCursor(after, ['instant', 'text']);

export interface DossierView {
  code: string;
  /** the last version that the figures know */
  version: number;
  position: bigint;
  state: DossierState;
  /** its events up to that version */
  events: StoredEvent[];
  /** for what it counts in the figures */
  marks: Mark[];
  /** it waits because of this dead letter */
  parkedBy: bigint | null;
}

/** A dossier as the figures know it: what is recorded and not folded yet is left out. Null when there is none. */
export async function dossier(
  db: pg.Pool | pg.ClientBase,
  store: EventStore,
  code: string,
): Promise<DossierView | null> {
  const { rows } = await db.query<{ version: number; position: bigint; parkedBy: bigint | null }>({
    name: 'dossier',
    text: `
      select d.version, d.position,
        (select p.dead_letter from ops.parked p where p.generation = (select id from read.generation where state = 'current') and p.code = d.code) as "parkedBy"
      from read.dossier d where d.generation = ${currentPart('dossiers')} and d.code = $1`,
    values: [code],
  });
  if (rows.length === 0) return null;
  const [{ version, position, parkedBy }] = rows;
  const events = (await store.readStream(code)).filter((event) => event.version <= version);
  const state = evolveAll(initialState(code), events);
  return { code, version, position, parkedBy, state, events, marks: contribution(state) };
}

export interface Found {
  code: string;
  unit: string | null;
  procedure: string | null;
}

/** Dossiers whose codes begin with a text (case and white space as they are). */
export async function search(db: pg.Pool | pg.ClientBase, prefix: string, limit = 20): Promise<Found[]> {
  const { rows } = await db.query<Found>({
    name: 'dossier-search',
    text: `
      select d.code, u.key as unit, s.procedure
      from read.dossier d left join read.unit u on u.id = d.unit left join read.scope s on s.id = d.scope
      where d.generation = ${currentPart('dossiers')} and d.code >= $1 and d.code < $2 order by d.code limit $3`,
    values: [prefix, `${prefix}\u{10ffff}`, limit],
  });
  return rows;
}
