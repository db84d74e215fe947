import { measureNames } from '#metrics';
import { columnOf, FLOWS, STOCKS } from './columns.js';
import { partOfCells } from './part.js';
import { currentPart } from '../projection.js';

export type By = 'unit' | 'field' | 'procedure';

/** A statement that is prepared once per connection. Its parameters: the columns of the runs, then of the selection what is asked for. */
export interface Statement {
  name: string;
  text: string;
}

/** What of a selection is asked for. Each combination is a statement of its own: what is not asked for costs nothing, not even planning. */
export interface Asked {
  units: boolean;
  procedure: boolean;
  field: boolean;
}

/**
 * Rows of parameters: one array for each column. Behind the `select`s the planner does not look into them, not even where it plans for the
 * values at hand: so its general plan looks no dearer and is kept. To plan anew costs half a millisecond, as much as finding the cells of a year.
 */
const rowsOf = (alias: string, columns: readonly (readonly [name: string, type: string])[], first = 1): string =>
  `unnest(${columns.map(([, type], i) => `(select $${first + i}::${type}[])`).join(', ')}) as ${alias} (${columns.map(([name]) => name).join(', ')})`;

const SEGMENT = [
  ['grain', 'smallint'],
  ['first', 'date'],
  ['after', 'date'],
] as const;
const RUN = [...SEGMENT, ['before', 'int'], ['flow', 'int'], ['until', 'int']] as const;
const STRETCH = [...SEGMENT, ['stretch', 'int']] as const;
const GROUP = [
  ['key', 'text'],
  ['"group"', 'int'],
] as const;

/** One text, `{1,2,…}`: thousands of numbers in columns of their own take longer to send and to read than to add up. */
const numbersOf = (terms: readonly string[]): string => `array[${terms.join(', ')}]::text`;

/** In the order of `FLOWS`, then of `STOCKS`, two for each of these: before the span, and at its end. */
const SPAN_SUMS = numbersOf([
  ...FLOWS.map((measure) => `sum(c.${columnOf(measure)} * r.flow)`),
  ...STOCKS.flatMap((measure) => [`sum(c.${columnOf(measure)} * r.before)`, `sum(c.${columnOf(measure)} * r.until)`]),
]);
/** In the order of `measureNames`. */
const STRETCH_SUMS = numbersOf(measureNames.map((measure) => `sum(c.${columnOf(measure)})`));

/**
 * The cells of each run are looked up for themselves (`offset 0` keeps the look-up as it is written): how long a run is the planner cannot
 * know, and where it guesses, it reads the whole table instead.
 */
const lookUp = (place: string): string => `
cross join lateral (
  select * from read.cell c
  where c.generation = ${currentPart('cells')}
    and ${place} and c.grain = r.grain and c.bucket >= r.first and c.bucket < r.after
  offset 0
) c`;

/** The parameters of a selection, numbered from `first`; not looked into either. */
function places({ units, procedure, field }: Asked, first: number): Record<keyof Asked, string> {
  let next = first;
  const place = (asked: boolean, type: string): string => (asked ? `(select $${next++}::${type})::${type}` : '');
  return { units: place(units, 'text[]'), procedure: place(procedure, 'text'), field: place(field, 'text') };
}

/** The narrowest scopes that tell what is asked, as a condition on `s`. */
function scopes(by: By, { procedure, field }: Record<keyof Asked, string>): string {
  const conditions = [
    ...(procedure ? [`s.procedure = ${procedure}`] : []),
    ...(field ? [`s.field = ${field}`] : []),
    ...(by === 'procedure' && !procedure ? ['s.procedure is not null'] : []),
    ...(by === 'field' && !procedure ? ['s.procedure is null and s.id <> 0'] : []),
    ...(by === 'unit' && !procedure && field ? ['s.procedure is null'] : []),
  ];
  return `(select id, procedure, field from read.scope s where ${conditions.join(' and ')}) s`;
}

/** From the cells of every run: those of the narrowest scopes, by the key of the cells, which has the scope first and the unit last. */
function cellsOf(runs: string, by: By, asked: Asked, at: Record<keyof Asked, string>): string {
  const all = by === 'unit' && !asked.procedure && !asked.field;
  const ofUnits = asked.units
    ? ` and c.unit = any (array(select id from read.unit where key = any (${at.units})))`
    : '';
  return `${runs}${all ? '' : `\ncross join ${scopes(by, at)}`}${lookUp(`${partOfCells(all)}${all ? '' : ' and c.scope = s.id'}${ofUnits}`)}`;
}

/** The same of single units, whatever their scopes are: by the index that begins with the unit. */
const cellsOfUnits = (runs: string, by: By, at: Record<keyof Asked, string>): string => `${runs}
cross join (select id from read.unit where key = any (${at.units})) u${lookUp(`${partOfCells(false)} and c.unit = u.id`)}
join ${scopes(by, at)} on s.id = c.scope`;

/** Made when it is asked for the first time. */
const statements = new Map<string, Statement>();
function statement(what: string, asked: Asked, make: () => string): Statement {
  const name = [what, ...(['units', 'procedure', 'field'] as const).filter((part) => asked[part])].join(' ');
  let known = statements.get(name);
  if (!known) statements.set(name, (known = { name, text: make() }));
  return known;
}

/** Columns key and sums (`SPAN_SUMS`). Parameters: grain, first, after, before, flow, until of the runs; then units, procedure, field. */
export const sumsBy = (by: By, asked: Asked): Statement =>
  statement(`sums by ${by}`, asked, () => {
    const runs = rowsOf('r', RUN);
    const at = places(asked, RUN.length + 1);
    // names are looked up of the sums, not of every cell; several scopes may have one procedure
    if (by === 'unit') {
      const sums = `select c.unit, ${SPAN_SUMS} as sums from ${cellsOf(runs, by, asked, at)} group by c.unit`;
      return `select u.key, x.sums from (${sums}) x join read.unit u on u.id = x.unit`;
    }
    const cells = asked.units ? cellsOfUnits(runs, by, at) : cellsOf(runs, by, asked, at);
    return `select s.${by} as key, ${SPAN_SUMS} as sums from ${cells} group by s.${by}`;
  });

/** Columns stretch and sums (`STRETCH_SUMS`). Parameters: grain, first, after, number of the stretches; then units, procedure, field. */
export const stretchSums = (asked: Asked): Statement =>
  statement('stretches', asked, () => {
    const cells = cellsOf(rowsOf('r', STRETCH), 'unit', asked, places(asked, STRETCH.length + 1));
    return `select r.stretch, ${STRETCH_SUMS} as sums from ${cells} group by r.stretch`;
  });

/** The same with the column group before. Parameters: of the stretches; units and the group of each; then procedure, field. */
export const stretchSumsOfGroups = (asked: Asked): Statement =>
  statement('stretches of groups', asked, () => {
    const first = STRETCH.length + 1;
    const cells = cellsOf(rowsOf('r', STRETCH), 'unit', asked, places(asked, first + GROUP.length));
    return `select g."group", r.stretch, ${STRETCH_SUMS} as sums from ${cells}
join read.unit u on u.id = c.unit
join ${rowsOf('g', GROUP, first)} on g.key = u.key
group by g."group", r.stretch`;
  });
