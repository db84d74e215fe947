/** The league table by GROUP BY over the bare table of dossiers: $1 first day, $2 last day. The same figures as the cells give for them. */
export const BY_ROWS = `
select u.key,
  count(*) filter (where received between $1 and $2) as received,
  count(*) filter (where received between $1 and $2 and online) as "receivedOnline",
  count(*) filter (where received between $1 and $2 and digitised) as digitised,
  count(*) filter (where received between $1 and $2 and paid) as payments,
  count(*) filter (where ended between $1 and $2 and not withdrawn and not late and ended < due) as "resolvedBefore",
  count(*) filter (where ended between $1 and $2 and not withdrawn and not late and ended is not distinct from due) as "resolvedOnDay",
  count(*) filter (where ended between $1 and $2 and not withdrawn and late) as "resolvedLate",
  count(*) filter (where ended between $1 and $2 and not withdrawn and electronic) as "electronicResult",
  count(*) filter (where ended between $1 and $2 and not withdrawn and notified) as notified,
  count(*) filter (where ended between $1 and $2 and withdrawn) as withdrawn,
  count(*) filter (where returned between $1 and $2) as returned,
  count(*) filter (where received <= $2 and (ended is null or ended > $2) and late and due <= $2) as "openLate",
  count(*) filter (where received <= $2 and (ended is null or ended > $2) and waits and received + 1 <= $2) as waiting,
  count(*) filter (where received <= $2 and (ended is null or ended > $2) and case when late then due is null or due > $2 else not waits or received + 1 > $2 end) as "openWithin"
from bench.dossier d join bench.unit b on b.id = d.unit join read.unit u on u.id = b.id
where received <= $2 and counts_until >= $1
group by u.key`;
