import type { ReferenceData } from '#domain';
import { recount, sums } from '#projections';
import { type Context, type GlobalOptions, print, withSystem } from '../context.js';
import { Groups } from '../figures.js';
import type { Status } from '../program.js';

interface Options {
  from: string;
  to: string;
  asOf?: string;
  knownAt?: string;
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
    const reference = await context.application.reference.data();
    const groups =
      cut.asOf || cut.knownAt
        ? await recounted(context, options, cut, reference)
        : await live(context, options, reference);
    const { from, to } = options;
    print({ from, to, as_of: options.asOf ?? now, known_at: options.knownAt ?? now, ...groups.result(reference) });
    return 0;
  });
}

async function recounted(
  { application }: Context,
  span: Options,
  cut: { asOf?: string; knownAt?: string },
  reference: ReferenceData,
): Promise<Groups> {
  const groups = new Groups(span, await application.reference.metrics());
  await recount({
    store: application.store,
    ...cut,
    onMark: ({ measure, unit, day, until, n }, { timeline }) => {
      const population = reference.populationOf(unit);
      const tallies = [groups.of('units', unit), groups.of('populations', population)];
      if (reference.populations.isRated(population))
        tallies.push(groups.of('fields', timeline.procedure?.field ?? ''), groups.total);
      for (const tally of tallies) tally.mark(measure, day, until, n);
    },
  });
  return groups;
}

async function live({ application, pool }: Context, span: Options, reference: ReferenceData): Promise<Groups> {
  const groups = new Groups(span, await application.reference.metrics());
  for (const row of await sums(pool, span)) {
    const population = reference.populationOf(row.key);
    groups.of('units', row.key).add(row);
    groups.of('populations', population).add(row);
    if (reference.populations.isRated(population)) groups.total.add(row);
  }
  const { populations, rows } = reference;
  const units = rows.units.filter(({ population }) => populations.isRated(population)).map(({ key }) => key);
  for (const row of await sums(pool, span, { units }, 'field')) groups.of('fields', row.key).add(row);
  return groups;
}
