import type pg from 'pg';
import type { Clock, Timeline } from '#domain';
import type { Vault } from '#event-store';
import { addToCells } from '../cells/cells.projection.js';
import { CellSums } from '../cells/cell-sums.js';
import { park, sealDeadLetters, writeDeadLetter } from '../dead-letters/dead-letters.js';
import { type DossierRow, writeDossiers } from '../dossiers/dossiers.projection.js';
import { difference, markRows, NO_MARKS } from '../marks/mark-rows.js';
import { type MarkOf, writeMarks } from '../marks/marks.projection.js';
import { announce } from './announce.js';
import type { Fault } from './judge.js';
import { type Advanced, advanceAsFarAsPossible, type KnownDossier } from './known-dossier.js';
import type { Plan } from './load.js';
import type { ScopeTerm, Terms } from './terms.js';

export interface Writing {
  client: pg.ClientBase;
  generation: number;
  terms: Terms;
  vault: Vault;
  clock: Clock;
  plans: readonly Plan[];
  faults: readonly Fault[];
  announces?: boolean;
}

export interface Written {
  dossiers: KnownDossier[];
  deadLetters: number;
}

/** Folds the plans and writes what comes of them: dossiers, marks, dead letters, and last the cells, for which batches wait in line. */
export async function writeBatch(writing: Writing): Promise<Written> {
  const { client, generation, terms } = writing;
  const faults = [...writing.faults];
  const folded: { before: KnownDossier; after: Advanced }[] = [];
  for (const { known, events } of writing.plans) {
    const { advanced, fault } = advanceAsFarAsPossible(known, events);
    if (advanced) folded.push({ before: known, after: advanced });
    if (fault) {
      const { slot, stream, version, position } = fault.event;
      faults.push({
        slot,
        reason: fault.fault,
        detail: fault.message,
        event: { stream, version, position },
        parks: true,
      });
    }
  }
  await terms.ensure(...termsOf(folded.map(({ after }) => after)));

  const cells = new CellSums();
  const removed: MarkOf[] = [];
  const written: MarkOf[] = [];
  const rows: DossierRow[] = [];
  const dossiers: KnownDossier[] = [];
  const units = new Set<string>();
  for (const { before, after } of folded) {
    const { code } = before;
    const scope = scopeOf(after.timeline);
    const marks = scope === null ? NO_MARKS : markRows(after.marks, terms.scope(scope), terms.unit);
    const changes = difference(before.rows, marks);
    for (const row of changes.removed) removed.push({ code, row });
    for (const row of changes.written) written.push({ code, row });
    cells.add(before.rows, marks);
    for (const { unit } of after.marks) units.add(unit);
    rows.push(rowOf(after, terms));
    dossiers.push({ ...after.dossier, rows: marks });
  }
  await writeDossiers(client, generation, rows);
  await writeMarks(client, generation, removed, written);
  await writeFaults(writing, faults);
  if (writing.announces ?? true) await announce(client, generation, dossiers, units);
  await addToCells(client, generation, cells.rolledUp(terms.widerThan));
  return { dossiers, deadLetters: faults.length };
}

const scopeOf = ({ procedure }: Timeline): ScopeTerm | null =>
  procedure && { procedure: procedure.code, field: procedure.field };

function termsOf(advanced: readonly Advanced[]): [Set<string>, ScopeTerm[]] {
  const units = new Set<string>();
  const scopes: ScopeTerm[] = [];
  for (const { timeline: t, marks } of advanced) {
    for (const { unit } of marks) units.add(unit);
    if (t.unit) units.add(t.unit);
    if (t.receivingUnit) units.add(t.receivingUnit);
    const scope = scopeOf(t);
    if (scope) scopes.push(scope);
  }
  return [units, scopes];
}

function rowOf({ dossier, timeline: t }: Advanced, terms: Terms): DossierRow {
  const scope = scopeOf(t);
  return {
    code: dossier.code,
    position: dossier.position,
    version: dossier.version,
    slot: dossier.slot,
    hash: dossier.hash!,
    source: dossier.source,
    unit: t.unit && terms.unit(t.unit),
    receivingUnit: t.receivingUnit && terms.unit(t.receivingUnit),
    scope: scope && terms.scope(scope),
    timeline: t,
  } as DossierRow;
}

async function writeFaults({ client, generation, vault, clock }: Writing, faults: readonly Fault[]): Promise<void> {
  if (faults.length === 0) return;
  const now = clock.now();
  const letters = await sealDeadLetters(vault, faults);
  for (const [i, letter] of letters.entries()) {
    const id = await writeDeadLetter(client, letter, now);
    const { parks, event } = faults[i];
    if (parks && event)
      await park(client, generation, { code: event.stream, version: event.version, deadLetter: id }, now);
  }
}
