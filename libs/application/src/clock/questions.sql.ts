import { measureCode } from '#metrics';

/** $1 the instant up to which is asked, $2 the code after which a page begins, $3 its size, $4 the local day of $1, $5 sources being imported. By code. */
const ask = (where: string): string => `
  select d.code
    from read.dossier d
   where d.generation = (select id from read.generation where state = 'current') and d.code > $2
     and ${where} and $1::timestamptz is not null and $4::date is not null
     and not (d.source is not null and d.source = any ($5::text[]))
   order by d.code
   limit $3`;

/** Open, the clock running, not yet overdue, due before the instant. */
const DUE = ask(`d.phase = 'open' and d.overdue_since is null and d.due_at < $1`);

/** Open, and owned by a unit that is no more. */
export const CLOSED = ask(
  `d.phase in ('open', 'waiting') and d.unit = any (array(
     select u.id from read.unit u join ref.unit r on r.key = u.key where r.valid_to <= $4))`,
);

const OPEN = (['openWithin', 'openLate', 'waiting'] as const).reduce(
  (bits, measure) => bits | (1n << BigInt(measureCode(measure))),
  0n,
);

/**
 * Counted as open at the end of a unit's last day or later, whatever has become of it since: recorded before units that
 * close handed over, or before it was known that this one does.
 */
export const STAYED = ask(
  `d.code = any (array(
     select m.code from read.mark m join read.unit u on u.id = m.unit join ref.unit r on r.key = u.key
      where m.generation = (select id from read.generation where state = 'current')
        and r.valid_to <= $4 and m.until > m.day and m.until >= r.valid_to and m.measures & ${OPEN} <> 0))`,
);

/** Recorded before its events said all that its figures ask. */
const INCOMPLETE = ask('d.incomplete');

export const QUESTIONS: readonly string[] = [DUE, CLOSED, INCOMPLETE];
