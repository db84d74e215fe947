import type pg from 'pg';

/** A text that differs whenever the read tables may: the current generation, and how far each of its slots is. */
export async function standOf(db: pg.Pool | pg.ClientBase): Promise<string> {
  const { rows } = await db.query<{ stand: string }>({
    name: 'stand',
    text: `
      select concat_ws(' ', generation, string_agg(position || '.' || mends, ' ' order by slot)) as stand
        from read.checkpoint
       where generation = (select id from read.generation where state = 'current')
       group by generation`,
  });
  return rows[0]?.stand ?? '';
}
