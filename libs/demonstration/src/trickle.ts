import type { CommandInput } from '#application';
import {
  type DossierState,
  type Instant,
  localDay,
  MINUTE_MS,
  type Reference,
  toMs,
  type WorkingCalendar,
} from '#domain';
import { applicant } from './applicants.js';
import type { WithoutAt } from './life.js';
import { nextStep } from './next-step.js';
import type { Occurrence } from './occurrence.js';
import { Random } from './random.js';
import { progress } from './season.js';
import { officeServices, weightOn } from './services.js';
import { compactDay, isOpenAt, liveSerial, type Tick, ticks } from './ticks.js';
import { DEPARTMENTS, WARDS } from './units.js';

export interface TrickleContext {
  reference: Reference;
  calendar: WorkingCalendar;
}

export interface TrickleOptions extends TrickleContext {
  /** the demonstration's present: the first command comes after it */
  now: Instant;
  /** resolves when the demonstration's clock has reached an instant, with what it shows then; reject to end */
  until(at: Instant): Promise<Instant>;
  /**
   * Some dossiers that something may be done for: waiting to be received, open, waiting, with a result not yet handed
   * over, or just handed over. Twenty picked at random will do. With all their facts.
   */
  dossiers(tick: Tick): Promise<readonly DossierState[]>;
}

/** How late a tick may come before it is dropped: a machine that slept does not catch up. */
const STALE_MS = MINUTE_MS;
const NEW_SHARE = 0.22;

/**
 * The demonstration goes on: an endless sequence of commands, each given out when its time has come. It keeps nothing:
 * what happens at a tick follows from its instant and from the dossiers as they stand, so a restart just goes on.
 */
export async function* trickle(options: TrickleOptions): AsyncGenerator<Occurrence, never> {
  let after = options.now;
  for (;;) {
    for (const tick of ticks(after, options.calendar)) {
      const present = await options.until(tick.at);
      after = tick.at;
      if (toMs(present) - toMs(tick.at) > STALE_MS) {
        after = present;
        break;
      }
      const next = nextCommand(tick, options, await options.dossiers(tick));
      if (next) yield next;
    }
  }
}

/** What happens at a tick, given some dossiers; null: nothing. Pure. */
export function nextCommand(tick: Tick, context: TrickleContext, dossiers: readonly DossierState[]): Occurrence | null {
  const random = new Random(tick.id);
  const open = isOpenAt(tick.at, context.calendar.latest());
  if (!open || dossiers.length === 0 || random.chance(NEW_SHARE)) return newDossier(tick, context, open, random);
  for (let tries = 0; tries < 12; tries++) {
    const state = random.pick(dossiers);
    const step = nextStep(state, tick.at, context, random);
    if (step) return occurrence(tick, state.code, step);
  }
  return null;
}

/** A dossier of its own per tick: filed at the counter, or online at any hour. */
function newDossier(tick: Tick, { reference }: TrickleContext, open: boolean, random: Random): Occurrence | null {
  const day = localDay(tick.at);
  const profile = random.weighted(random.chance(0.7) ? WARDS : DEPARTMENTS, (each) => each.weight);
  const unit = reference.unit(profile.code, day);
  const service = random.weighted(officeServices(profile.code), (each) => weightOn(each, day));
  const procedure = reference.procedure(service.code, day);
  if (!unit || !procedure?.limit) return null;
  const online = !open || random.chance(Math.min(profile.online * progress(day), 0.9));
  const intake = {
    procedure: procedure.code,
    unit: unit.code,
    channel: online ? ('online' as const) : ('counter' as const),
    applicant: applicant(random, random.chance(0.05)),
  };
  const code = `${unit.agencyCode ?? 'H19.45'}-${compactDay(tick.at)}-${liveSerial(tick.at)}`;
  return occurrence(tick, code, { type: online ? 'submit' : 'receive', ...intake });
}

const occurrence = (tick: Tick, code: string, step: WithoutAt<CommandInput>): Occurrence => ({
  at: tick.at,
  code,
  command: { ...step, at: tick.at } as CommandInput,
  id: tick.id,
});
