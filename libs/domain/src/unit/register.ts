import type { LocalDay } from '../calendar/time.js';
import type { RecordedEvent } from '../kind.js';
import type { Unit } from '../reference/reference.js';
import type { NewUnitEvent, Particulars, UnitEventType } from './events.js';

/** One recorded fact of a unit. */
export type UnitFact = NewUnitEvent & { version: number; recordedAt: string };

/**
 * All units of one place. They are one stream, not one each: that a code belongs to one unit at a time and that a successor is
 * there on the day of the merger are rules over all of them, and a version guards them only within a stream.
 */
export interface UnitRegister {
  version: number;
  facts: readonly UnitFact[];
}
export const UNIT_STREAM = 'unit:register';

export const emptyRegister = (): UnitRegister => ({ version: 0, facts: [] });

/** Folds events in any order; one already folded changes nothing. */
export function evolveRegister(register: UnitRegister, events: Iterable<RecordedEvent>): UnitRegister {
  const facts = [...register.facts];
  const known = new Set(facts.map(({ version }) => version));
  let { version } = register;
  for (const event of events) {
    if (known.has(event.version)) continue;
    known.add(event.version);
    facts.push(event as UnitFact);
    version = Math.max(version, event.version);
  }
  return { version, facts };
}

/** A unit with what has been said of it day by day. */
export interface UnitLife extends Unit {
  /** its names, the first first; the last one is `name` */
  names: { from: LocalDay; name: string }[];
  /** the prefixes of its dossiers' codes, the first first; the last one is `agencyCode` */
  agencyCodes: { from: LocalDay; code: string | null }[];
  addresses: string[];
  officersOnDuty: { from: LocalDay; n: number }[];
  /** the last day from which anything beside its names was said of it */
  saidFrom: LocalDay;
  /** version of the fact that closed it */
  closedBy: number | null;
}

const RANK: Record<UnitEventType, number> = {
  UnitOpened: 0,
  UnitRenamed: 1,
  UnitChanged: 2,
  UnitClosed: 3,
  UnitFactRetracted: 4,
};
const dayOf = ({ data }: UnitFact): LocalDay => ('from' in data ? data.from : 'on' in data ? data.on : '');
const inOrder = (a: UnitFact, b: UnitFact): number =>
  dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : RANK[a.type] - RANK[b.type] || a.version - b.version;

const LIVES = new WeakMap<UnitRegister, ReadonlyMap<string, UnitLife>>();

/** Every unit that there is, was, or is announced, by key: what stands of its facts, by the day from which each holds. */
export function unitLives(register: UnitRegister): ReadonlyMap<string, UnitLife> {
  const known = LIVES.get(register);
  if (known) return known;
  const lives = new Map<string, UnitLife>();
  const standing = standingFacts(register);
  for (const fact of standing) if (fact.type === 'UnitOpened') open(lives, fact.data);
  for (const fact of standing) {
    const life = lives.get(fact.data.unit);
    if (life) take(life, fact);
  }
  LIVES.set(register, lives);
  return lives;
}

/** The facts that have not been taken back, by the day from which they hold. */
export function standingFacts({ facts }: UnitRegister): UnitFact[] {
  const gone = new Set(facts.flatMap((fact) => (fact.type === 'UnitFactRetracted' ? [fact.data.event] : [])));
  return facts.filter(({ type, version }) => type !== 'UnitFactRetracted' && !gone.has(version)).sort(inOrder);
}

type Opened = Extract<NewUnitEvent, { type: 'UnitOpened' }>['data'];

function open(lives: Map<string, UnitLife>, { unit: key, code, name, from, population = '' }: Opened): void {
  lives.set(key, {
    key,
    code,
    name,
    population: population as Unit['population'],
    agencyCode: null,
    aliases: [],
    validFrom: from,
    validTo: null,
    successors: [],
    names: [{ from, name }],
    agencyCodes: [],
    addresses: [],
    officersOnDuty: [],
    saidFrom: from,
    closedBy: null,
  });
}

function take(life: UnitLife, { type, data, version }: UnitFact): void {
  switch (type) {
    case 'UnitOpened':
      return particulars(life, data, data.from);
    case 'UnitRenamed':
      if (life.name !== data.name) life.aliases = [...new Set([...life.aliases, life.name])];
      life.name = data.name;
      life.names.push({ from: data.from, name: data.name });
      return;
    case 'UnitChanged':
      return particulars(life, data, data.from);
    case 'UnitClosed':
      Object.assign(life, { validTo: data.on, successors: data.successors, closedBy: version });
      return;
    case 'UnitFactRetracted': // has been looked at: what stands holds none
  }
}

function particulars(life: UnitLife, said: Particulars, from: LocalDay): void {
  const { agencyCode, aliases, population, addresses, officersOnDuty } = said;
  life.saidFrom = from;
  if (agencyCode !== undefined) {
    life.agencyCode = agencyCode;
    life.agencyCodes.push({ from, code: agencyCode });
  }
  if (aliases !== undefined) life.aliases = aliases;
  if (population !== undefined) life.population = population as Unit['population'];
  if (addresses !== undefined) life.addresses = addresses;
  if (officersOnDuty !== undefined) life.officersOnDuty.push({ from, n: officersOnDuty });
}
