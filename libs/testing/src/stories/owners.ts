import type { City, CityUnit } from './city.js';
import { text } from './facts.js';
import { dayOf, lastSecondOf } from './local-time.js';
import { intakeSaid, type Life } from './rounds.js';

export interface Ownership {
  readonly from: number;
  readonly unit: string;
  /**
   * How it came: by the intake, by a transfer that was told, because the unit before it closed, or with a re-opening after that: nothing of
   * the closed unit's is handed over then.
   */
  readonly by: 'intake' | 'transfer' | 'closing' | 'reopening';
}

/** Who owned the dossier when: the unit of the receipt, then those it was transferred to, by hand or because a unit closed. */
export function ownersOf(city: City, life: Life, now: number, isOpenAt: (instant: number) => boolean): Ownership[] {
  const owners: Ownership[] = intakes(city, life);
  // what has ended is nobody's to hand over any more
  const transfers = life.facts.filter((fact) => fact.type === 'transfer' && isOpenAt(fact.at));
  const close = (until: number): void => {
    for (;;) {
      const owner = city.unit(owners.at(-1)!.unit);
      const successor = city.successorOf(owner);
      if (!successor || owner.until === undefined) return;
      const at = lastSecondOf(owner.until - 1);
      if (at >= until || at > now) return;
      // what had ended by then stays; re-opened since, it is opened where somebody is
      const isOpen = isOpenAt(at);
      const from = isOpen ? at : life.facts.find((fact) => fact.type === 'reopen' && fact.at > at)?.at;
      if (from === undefined || from >= until || from > now) return;
      owners.push({ from, unit: successor.key, by: isOpen ? 'closing' : 'reopening' });
    }
  };
  for (const transfer of transfers) {
    close(transfer.at);
    const to = city.unitNamed(text(transfer, 'unit')!, dayOf(transfer.at)) as CityUnit;
    if (to.key !== owners.at(-1)!.unit) owners.push({ from: transfer.at, unit: to.key, by: 'transfer' });
  }
  close(Infinity);
  return owners;
}

/** The unit that the submission was sent to, then the one that received it. */
function intakes(city: City, life: Life): Ownership[] {
  const { submitted } = life;
  // who withdraws names no unit
  const intake = [life.received, life.endedAtIntake].find((fact) => fact && fact.type !== 'withdraw') ?? submitted!;
  const keyOf = (name: string, at: number): string => (city.unitNamed(name, dayOf(at)) as CityUnit).key;
  const taken = keyOf(intakeSaid(life, 'unit')!, intake.at);
  const first = submitted ? keyOf(text(submitted, 'unit')!, submitted.at) : taken;
  const owners: Ownership[] = [{ from: -Infinity, unit: first, by: 'intake' }];
  if (taken !== first) owners.push({ from: intake.at, unit: taken, by: 'intake' });
  return owners;
}

export const ownerAt = (owners: readonly Ownership[], instant: number): string =>
  owners.filter(({ from }) => from <= instant).at(-1)!.unit;
