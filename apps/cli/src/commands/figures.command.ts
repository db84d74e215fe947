import { localDay, type ReferenceData } from '#domain';
import { recount, sums } from '#projections';
import { type Context, type GlobalOptions, print, withSystem } from '../context.js';
import { Groups } from '../figures.js';
import type { Status } from '../program.js';

interface Options {
  from: string;
  to: string;
  asOf?: string;
  knownAt?: string;
  /** under which unit figures stand of which another one has taken over */
  under: 'day' | 'successor';
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
    const last = cut.asOf === undefined ? localDay(now) : localDay(cut.asOf);
    const on = options.to < last ? options.to : last;
    const placeOf = (unit: string): string => (options.under === 'successor' ? reference.heir(unit, on) : unit);
    const groups =
      cut.asOf || cut.knownAt
        ? await recounted(context, options, cut, reference, placeOf)
        : await live(context, options, reference, placeOf);
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
  placeOf: (unit: string) => string,
): Promise<Groups> {
  const groups = new Groups(span, await application.reference.metrics());
  await recount({
    store: application.store,
    ...cut,
    onMark: ({ measure, unit: ofItsDay, day, until, n }, { timeline }) => {
      const unit = placeOf(ofItsDay);
      const population = reference.populationOf(unit);
      const tallies = [groups.of('units', unit), groups.of('populations', population)];
      if (reference.populations.isRated(population))
        tallies.push(groups.of('fields', timeline.procedure?.field ?? ''), groups.total);
      for (const tally of tallies) tally.mark(measure, day, until, n);
    },
  });
  return groups;
}

async function live(
  { application, pool }: Context,
  span: Options,
  reference: ReferenceData,
  placeOf: (unit: string) => string,
): Promise<Groups> {
  const groups = new Groups(span, await application.reference.metrics());
  for (const row of await sums(pool, span)) {
    const unit = placeOf(row.key);
    const population = reference.populationOf(unit);
    groups.of('units', unit).add(row);
    groups.of('populations', population).add(row);
    if (reference.populations.isRated(population)) groups.total.add(row);
  }
  const { populations, rows } = reference;
  const units = rows.units
    .map(({ key }) => key)
    .filter((key) => populations.isRated(reference.populationOf(placeOf(key))));
  for (const row of await sums(pool, span, { units }, 'field')) groups.of('fields', row.key).add(row);
  return groups;
}
