import { currentPart, maskOf, toBigint } from '#projections';

/**
 * $1 the instant up to which is asked, $2 the code after which a page begins, $3 its size, $4 keys of units that are no more
 * on the local day of $1, $5 the first day without each of them, $6 sources being imported. By code.
 */
const ask = (where: string): string => `
  select d.code
    from read.dossier d
   where d.generation = ${currentPart('dossiers')} and d.code > $2
     and ${where} and $1::timestamptz is not null and $4::text[] is not null and $5::date[] is not null
     and not (d.source is not null and d.source = any ($6::text[]))
   order by d.code
   limit $3`;

/** Open, the clock running, not yet overdue, due before the instant. */
const DUE = ask(`d.phase = 'open' and d.overdue_since is null and d.due_at < $1`);

/** Open, and owned by a unit that is no more. */
export const CLOSED = ask(
  `d.phase in ('open', 'waiting') and d.unit = any (array(
     select id from read.unit where key = any ($4::text[])))`,
);

const OPEN = toBigint(maskOf(['openWithin', 'openLate', 'waiting']));

/**
 * Counted as open at the end of a unit's last day or later, whatever has become of it since: recorded before units that
 * close handed over, or before it was known that this one does.
 */
export const STAYED = ask(
  `d.code = any (array(
     select m.code from read.mark m join read.unit u on u.id = m.unit
       join unnest($4::text[], $5::date[]) as closed (key, valid_to) on closed.key = u.key
      where m.generation = ${currentPart('marks')}
        and m.until > m.day and m.until >= closed.valid_to and m.measures & ${OPEN} <> 0))`,
);

/** Recorded before its events said all that its figures ask. */
const INCOMPLETE = ask('d.incomplete');

export const QUESTIONS: readonly string[] = [DUE, CLOSED, INCOMPLETE];
