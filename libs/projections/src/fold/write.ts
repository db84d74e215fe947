import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { Clock } from '#domain';
import type { Vault } from '#event-store';
import { park, sealDeadLetters, writeDeadLetter } from '../dead-letters/dead-letters.js';
import type { Folded, KindFold, Parts } from '../projection.js';
import { foldOf, isFolded } from '../projections.js';
import { announce } from './announce.js';
import type { Fault } from './judge.js';
import { advanceAsFarAsPossible, type KnownStream } from './known-stream.js';
import type { Plan } from './load.js';
import { TOGETHER } from './pieces.js';
import type { Terms } from './terms.js';

/** The rows that come of a batch. */
export interface BatchRows {
  kinds: { fold: KindFold; known: KnownStream[]; rows: unknown }[];
  faults: Fault[];
}

export interface Writing {
  client: pg.ClientBase;
  generation: number;
  /** what is written, and where */
  folds: Parts;
  vault: Vault;
  clock: Clock;
  announces?: boolean;
}

/** The streams of a batch as they stand after it. */
export const knownOf = ({ kinds }: BatchRows): KnownStream[] => kinds.flatMap(({ known }) => known);

/** Folds the plans: what is to be written for them, and for the faults that were found before. */
export async function foldBatch(plans: readonly Plan[], found: readonly Fault[], terms: Terms): Promise<BatchRows> {
  const { folded, faults } = await foldPlans(plans);
  const kinds: BatchRows['kinds'] = [];
  for (const [fold, some] of folded) kinds.push({ fold, ...(await fold.rows(some, terms)) });
  return { kinds, faults: [...found, ...faults] };
}

/** Writes what projections make of a batch, dead letters, and last the rows for which batches wait in line. */
export async function writeBatch(writing: Writing, { kinds, faults }: BatchRows): Promise<void> {
  const { client, announces = true } = writing;
  await writeProjections(writing, kinds, false);
  await writeFaults(writing, faults);
  if (announces && kinds.length > 0) await announce(client);
  await writeProjections(writing, kinds, true);
}

async function writeProjections(
  { client, folds }: Writing,
  kinds: BatchRows['kinds'],
  contended: boolean,
): Promise<void> {
  for (const { fold, rows } of kinds)
    for (const projection of fold.projections) {
      const part = folds.get(projection.name);
      if (part !== undefined && (projection.contended ?? false) === contended)
        await projection.write(client, part, rows);
    }
}

async function foldPlans(plans: readonly Plan[]): Promise<{ folded: Map<KindFold, Folded[]>; faults: Fault[] }> {
  const folded = new Map<KindFold, Folded[]>();
  const faults: Fault[] = [];
  for (const [i, { fold, known, recalled, events }] of plans.entries()) {
    if (i % TOGETHER === TOGETHER - 1) await nextTurn();
    const { advanced, fault } = advanceAsFarAsPossible(fold, known, events);
    if (advanced) {
      const stream = { known, before: recalled, after: advanced };
      const others = folded.get(fold);
      if (others) others.push(stream);
      else folded.set(fold, [stream]);
    }
    if (!fault) continue;
    const { slot, stream, version, position } = fault.event;
    faults.push({
      slot,
      reason: fault.fault,
      detail: fault.message,
      event: { stream, version, position },
      parks: true,
    });
  }
  return { folded, faults };
}

async function writeFaults(
  { client, generation, folds, vault, clock }: Writing,
  faults: readonly Fault[],
): Promise<void> {
  if (faults.length === 0) return;
  const now = clock.now();
  const letters = await sealDeadLetters(vault, faults);
  for (const [i, letter] of letters.entries()) {
    const id = await writeDeadLetter(client, letter, now);
    const { parks, event } = faults[i];
    const fold = event && foldOf(event.stream);
    if (!parks || !fold || !isFolded(fold, folds)) continue;
    const parking = { code: event.stream, version: event.version, deadLetter: id };
    await park(client, generation, fold.stands(folds), parking, now);
  }
}
