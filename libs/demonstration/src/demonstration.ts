import {
  type Instant,
  type LocalDay,
  listDays,
  localDay,
  type Reference,
  type Unit,
  type WorkingCalendar,
} from '#domain';
import { applicant } from './applicants.js';
import { conclude } from './ending.js';
import { handle } from './handling.js';
import { type Arrival, enter } from './intake.js';
import { Life, type World } from './life.js';
import type { Occurrence } from './occurrence.js';
import { OfficeTime } from './office-time.js';
import { Random } from './random.js';
import { demand, progress } from './season.js';
import { officeServices, type ServiceProfile, weightOn } from './services.js';
import { DEPARTMENTS, profileOf, type UnitProfile, WARDS } from './units.js';

export interface DemonstrationOptions {
  reference: Reference;
  calendar: WorkingCalendar;
  /** first day, local; default 2023-11-15, so that 2024 begins with dossiers carried over */
  from?: LocalDay;
  /** the demonstration's present: nothing is recorded after it; default Monday 2024-12-16, 10:00 in Vietnam */
  today?: Instant;
  /** part of the whole, for quick tests; default 1 */
  scale?: number;
  /** another seed is another year */
  seed?: string;
}

export const DEMONSTRATION_FROM: LocalDay = '2023-11-15';
export const DEMONSTRATION_TODAY: Instant = '2024-12-16T03:00:00.000Z';

/** Dossiers on an ordinary working day, all units together. */
const PER_DAY = 77;
const WARD_SHARE = 0.7;
/** Departments whose matters are taken for each other's. */
const NEIGHBOURS = ['LK-02', 'LK-03'];
const isWard = ({ code }: Unit): boolean => WARDS.some((profile) => profile.code === code);

/**
 * The demonstration year: every command in the order of its recording. Within a dossier the order is that in which the
 * commands must be decided; dossiers are independent of each other. The same options give the same commands. Units and
 * procedures that the reference data does not have are left out.
 */
export function demonstration(options: DemonstrationOptions): Occurrence[] {
  const { from = DEMONSTRATION_FROM, today = DEMONSTRATION_TODAY } = options;
  const year = new Year(options, today);
  const items: Occurrence[] = [];
  for (const day of listDays(from, localDay(today))) {
    for (const life of year.day(day)) for (const item of life.items) items.push(item);
  }
  return items.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}

interface Office {
  profile: UnitProfile;
  share: number;
  services: readonly ServiceProfile[];
}

class Year {
  private readonly offices: Office[];
  private readonly serials = new Map<string, number>();
  private readonly time: OfficeTime;
  private readonly world: World;

  constructor(
    private readonly options: DemonstrationOptions,
    today: Instant,
  ) {
    this.time = new OfficeTime(options.calendar);
    this.offices = [...officesOf(WARDS, WARD_SHARE), ...officesOf(DEPARTMENTS, 1 - WARD_SHARE)];
    this.world = {
      reference: options.reference,
      time: this.time,
      today,
      newCode: (agency, at) => this.newCode(agency, at),
      otherUnit: (unit, at, random) => this.otherUnit(unit, at, random),
    };
  }

  /** The lives of the dossiers that come in on a day. */
  day(day: LocalDay): Life[] {
    const { seed = 'long-khanh', scale = 1 } = this.options;
    const random = new Random(`${seed}:${day}`);
    const view = this.options.calendar.latest();
    const volume = PER_DAY * scale * demand(day, view);
    const arrivals: (Arrival & { unit: Unit; service: ServiceProfile })[] = [];
    for (const office of this.offices) {
      const unit = this.unitOn(office.profile.code, day);
      if (!unit) continue;
      const expected = volume * office.share * random.between(0.7, 1.3);
      const n = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
      for (let i = 0; i < n; i++) {
        const service = random.weighted(office.services, (each) => weightOn(each, day));
        if (!this.options.reference.procedure(service.code, day)?.limit) continue;
        const arrival = this.arrival(day, unit, view.isWorkingDay(day), random);
        if (arrival) arrivals.push({ ...arrival, unit, service });
      }
    }
    arrivals.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return arrivals.map((arrival) => this.live(arrival, seed));
  }

  private arrival(day: LocalDay, unit: Unit, open: boolean, random: Random): Arrival | null {
    const profile = profileOf(unit.code);
    const online = !open || random.chance(Math.min(profile.online * progress(day), 0.9));
    const channel = online ? 'online' : random.chance(0.045) ? 'post' : 'counter';
    const at = online ? this.time.online(day, random) : this.time.atCounter(day, random);
    if (at > this.world.today) return null;
    const elsewhere = isWard(unit) && random.chance(0.015) ? this.otherUnit(unit, at, random) : null;
    const business = unit.code === 'LK-04' ? random.chance(0.7) : random.chance(0.03);
    return { at, channel, receivingUnit: elsewhere ?? unit, applicant: applicant(random, business) };
  }

  private live(arrival: Arrival & { unit: Unit; service: ServiceProfile }, seed: string): Life {
    const { at, unit, service, receivingUnit } = arrival;
    const code = this.newCode(receivingUnit.agencyCode ?? 'H19.45', at);
    const procedure = this.options.reference.procedure(service.code, localDay(at))!;
    const life = new Life(code, unit, procedure, service, this.world, new Random(`${seed}:${code}`));
    if (enter(life, arrival) && handle(life)) conclude(life);
    life.meanwhile(this.world.today);
    return life;
  }

  /** The unit under its code on a day, or the one that took it over. */
  private unitOn(code: string, day: LocalDay): Unit | null {
    const { reference } = this.options;
    const unit = reference.unit(code, day);
    if (unit) return unit;
    const gone = reference.unit(code, DEMONSTRATION_FROM);
    const successor = gone && reference.successor(gone.key, { code: '', procedure: null }, day);
    return successor && this.offices.some(({ profile }) => profile.code === successor.code) ? successor : null;
  }

  private otherUnit(unit: Unit, at: Instant, random: Random): Unit | null {
    if (!isWard(unit) && !NEIGHBOURS.includes(unit.code)) return null;
    const codes = isWard(unit) ? WARDS.map((profile) => profile.code) : NEIGHBOURS;
    const other = this.options.reference.unit(random.pick(codes), localDay(at));
    return other && other.code !== unit.code && other.population === unit.population ? other : null;
  }

  private newCode(agency: string, at: Instant): string {
    const day = localDay(at);
    const prefix = `${agency}-${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8, 10)}`;
    const serial = (this.serials.get(prefix) ?? 0) + 1;
    this.serials.set(prefix, serial);
    return `${prefix}-${String(serial).padStart(4, '0')}`;
  }
}

function officesOf(profiles: readonly UnitProfile[], part: number): Office[] {
  const whole = profiles.reduce((sum, { weight }) => sum + weight, 0);
  return profiles.map((profile) => ({
    profile,
    share: (part * profile.weight) / whole,
    services: officeServices(profile.code),
  }));
}
