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

/** Recorded before its events said all that its figures ask. */
const INCOMPLETE = ask('d.incomplete');

export const QUESTIONS: readonly string[] = [DUE, CLOSED, INCOMPLETE];
