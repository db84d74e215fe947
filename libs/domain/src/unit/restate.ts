import type { Instant } from '../calendar/time.js';
import type { UnitRow } from './commands.js';
import type { NewUnitEvent, Particulars } from './events.js';
import { type UnitLife, unitLives, type UnitRegister } from './register.js';

/**
 * The facts that make the register say what rows of a table say. A row knows no day of a change, so that what it says otherwise
 * takes the place of what was said last: a table is corrected, a decision has its own command. Rows that say what stands give nothing.
 */
export function restated(register: UnitRegister, rows: readonly UnitRow[], occurredAt: Instant): NewUnitEvent[] {
  const lives = unitLives(register);
  return rows.flatMap((row) => {
    const life = lives.get(row.key);
    const opened = life ? changes(life, row) : [opening(row)];
    return [...opened, ...closings(life, row)].map((event) => ({ ...event, occurredAt }));
  });
}

type Event = NewUnitEvent extends infer E ? (E extends NewUnitEvent ? Omit<E, 'occurredAt'> : never) : never;

const opening = ({ key: unit, code, name, validFrom: from, ...row }: UnitRow): Event => ({
  type: 'UnitOpened',
  data: { unit, code, name, from, ...particularsOf(row) },
});

const particularsOf = ({ agencyCode, aliases, population }: Pick<UnitRow, keyof Particulars & keyof UnitRow>) => ({
  agencyCode,
  aliases,
  population,
});

function changes(life: UnitLife, row: UnitRow): Event[] {
  const { key: unit, saidFrom: from } = life;
  const events: Event[] = [];
  if (row.name !== life.name)
    events.push({ type: 'UnitRenamed', data: { unit, name: row.name, from: life.names.at(-1)!.from } });
  const said = particularsOf(row);
  const names = life.names.map(({ name }) => name);
  const aliases = life.aliases.filter((alias) => row.aliases.includes(alias) || !names.includes(alias));
  const stands = { agencyCode: life.agencyCode, aliases, population: life.population };
  if (JSON.stringify(said) !== JSON.stringify(stands))
    events.push({ type: 'UnitChanged', data: { unit, from, ...said } });
  return events;
}

function closings(life: UnitLife | undefined, { key: unit, validTo: on, successors }: UnitRow): Event[] {
  if (life && life.validTo === on && JSON.stringify(life.successors) === JSON.stringify(successors)) return [];
  const events: Event[] = [];
  if (life && life.closedBy !== null) events.push({ type: 'UnitFactRetracted', data: { unit, event: life.closedBy } });
  if (on !== null) events.push({ type: 'UnitClosed', data: { unit, on, successors } });
  return events;
}
