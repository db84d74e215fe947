import { addDays, type Population } from '#domain';
import { recount, sums } from '#projections';
import { type Context, type GlobalOptions, print, withSystem } from '../context.js';
import { Tally } from '../figures.js';
import type { Status } from '../program.js';

interface Options {
  from: string;
  to: string;
  asOf?: string;
  knownAt?: string;
}

/** Where the figures of a span are added up: per unit (code), population, field, and in total. */
class Groups {
  private readonly tallies = {
    units: new Map<string, Tally>(),
    populations: new Map<string, Tally>(),
    fields: new Map<string, Tally>(),
  };
  readonly total: Tally;

  constructor(private readonly span: { from: string; to: string }) {
    this.total = this.tally();
  }

  of(kind: keyof Groups['tallies'], key: string): Tally {
    const known = this.tallies[kind].get(key);
    if (known) return known;
    const made = this.tally();
    this.tallies[kind].set(key, made);
    return made;
  }

  result() {
    const all = (tallies: Map<string, Tally>): Record<string, Record<string, number>> =>
      Object.fromEntries(
        [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, tally]) => [key, tally.figures()]),
      );
    const { units, populations, fields } = this.tallies;
    return { units: all(units), populations: all(populations), fields: all(fields), total: this.total.figures() };
  }

  private tally(): Tally {
    return new Tally(addDays(this.span.from, -1), this.span.from, this.span.to);
  }
}

/**
 * Figures of a span. The clock is asked and the projection caught up first. As of now they come from the live tables; as
 * of a past instant, or as known at one, they are recounted from the log with the facts cut there.
 */
export async function figures(globals: GlobalOptions, options: Options): Promise<Status> {
  return withSystem<Status>(globals, async (context) => {
    await context.readers.catchUp();
    await context.application.deadlines.sweep();
    await context.readers.catchUp();
    const now = context.clock.now();
    const cut = {
      asOf: options.asOf !== undefined && options.asOf < now ? options.asOf : undefined,
      knownAt: options.knownAt !== undefined && options.knownAt < now ? options.knownAt : undefined,
    };
    const groups = cut.asOf || cut.knownAt ? await recounted(context, options, cut) : await live(context, options);
    const { from, to } = options;
    print({ from, to, as_of: options.asOf ?? now, known_at: options.knownAt ?? now, ...groups.result() });
    return 0;
  });
}

async function recounted(
  { application }: Context,
  span: Options,
  cut: { asOf?: string; knownAt?: string },
): Promise<Groups> {
  const reference = await application.reference.data();
  const groups = new Groups(span);
  await recount({
    store: application.store,
    ...cut,
    onMark: ({ measure, unit, day, until, n }, { timeline }) => {
      const { code, population } = about(reference.unitByKey(unit), unit);
      const field = timeline.procedure?.field ?? '';
      const tallies = [groups.of('units', code), groups.of('populations', population)];
      // vertical branches stand apart: outside the fields and the total (plan §IV.7)
      if (population !== 'branch') tallies.push(groups.of('fields', field), groups.total);
      for (const tally of tallies) tally.mark(measure, day, until, n);
    },
  });
  return groups;
}

async function live({ application, pool }: Context, span: Options): Promise<Groups> {
  const reference = await application.reference.data();
  const groups = new Groups(span);
  for (const row of await sums(pool, span)) {
    const { code, population } = about(reference.unitByKey(row.key), row.key);
    groups.of('units', code).add(row.measure, row);
    groups.of('populations', population).add(row.measure, row);
    if (population !== 'branch') groups.total.add(row.measure, row);
  }
  const units = reference.rows.units.filter(({ population }) => population !== 'branch').map(({ key }) => key);
  for (const row of await sums(pool, span, { units }, 'field')) groups.of('fields', row.key).add(row.measure, row);
  return groups;
}

const about = (unit: { code: string; population: Population } | null, key: string) => ({
  code: unit?.code ?? key.split('@')[0]!,
  population: unit?.population ?? 'unknown',
});
