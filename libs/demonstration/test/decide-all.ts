import {
  decide,
  type DossierCommand,
  type DossierState,
  evolveAll,
  initialState,
  type Refusal,
  type ReferenceData,
} from '#domain';
import type { Occurrence } from '../src/index.js';

const REF = '00000000-0000-4000-8000-000000000000';

/** A command as the decision takes it: references in place of texts and particulars. */
export function referred({ command }: Occurrence): DossierCommand {
  const { reason, applicant, ...rest } = command as { reason?: string; applicant?: { identity?: string } };
  return {
    ...rest,
    ...(reason === undefined ? {} : { reasonRef: REF }),
    ...(applicant === undefined ? {} : { applicant: `subject ${applicant.identity}` }),
  } as unknown as DossierCommand;
}

/**
 * Runs commands through the aggregate in memory. The present of a decision is the instant at which its command is
 * recorded, or `present`; the clock is asked up to the former.
 */
export function decideAll(
  items: Iterable<Occurrence>,
  reference: ReferenceData,
  states = new Map<string, DossierState>(),
  present?: string,
) {
  const refused: { item: Occurrence; refusals: Refusal[] }[] = [];
  for (const item of items) {
    const state = states.get(item.code) ?? initialState(item.code);
    const context = { now: present ?? item.at, askedUpTo: item.at, reference, calendar: reference.calendar };
    const decision = decide(state, referred(item), context);
    if (!decision.ok) {
      refused.push({ item, refusals: decision.refusals });
      continue;
    }
    const recorded = decision.events.map((event, i) => ({
      ...event,
      version: state.version + 1 + i,
      recordedAt: present ?? item.at,
    }));
    states.set(item.code, evolveAll(state, recorded));
  }
  return { states, refused };
}
