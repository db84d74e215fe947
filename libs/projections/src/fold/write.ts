import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { Clock, Timeline } from '#domain';
import type { Vault } from '#event-store';
import { addToCells } from '../cells/cells.projection.js';
import { type Cell, CellSums } from '../cells/cell-sums.js';
import { park, sealDeadLetters, writeDeadLetter } from '../dead-letters/dead-letters.js';
import { type DossierRow, writeDossiers } from '../dossiers/dossiers.projection.js';
import { difference as differenceOf, markRows, type MarkRow } from '../marks/mark-rows.js';
import { type MarkChange, type MarkOf, writeMarks } from '../marks/marks.projection.js';
import { announce } from './announce.js';
import type { Fault } from './judge.js';
import { type Advanced, advanceAsFarAsPossible, type KnownDossier } from './known-dossier.js';
import type { Plan } from './load.js';
import type { ScopeTerm, Terms } from './terms.js';

/** The rows that come of a batch. */
export interface BatchRows {
  dossiers: KnownDossier[];
  added: DossierRow[];
  changed: DossierRow[];
  marks: MarkChange;
  cells: Cell[];
  faults: Fault[];
}

export interface Writing {
  client: pg.ClientBase;
  generation: number;
  vault: Vault;
  clock: Clock;
  announces?: boolean;
}

/** Folds the plans: what is to be written for them, and for the faults that were found before. */
export async function foldBatch(plans: readonly Plan[], found: readonly Fault[], terms: Terms): Promise<BatchRows> {
  const { folded, faults } = await foldPlans(plans);
  await terms.ensure(...termsOf(folded.flatMap(({ before, after }) => (before ? [before, after] : [after]))));

  const cells = new CellSums();
  const marks: Record<keyof MarkChange, MarkOf[]> = { removed: [], added: [], changed: [] };
  const added: DossierRow[] = [];
  const changed: DossierRow[] = [];
  const dossiers: KnownDossier[] = [];
  for (const [i, { known, before, after }] of folded.entries()) {
    if (i % TOGETHER === TOGETHER - 1) await nextTurn();
    const { code } = known;
    const rows = rowsOf(after, terms);
    const difference = differenceOf(before ? rowsOf(before, terms) : known.rows, rows);
    cells.add(difference);
    for (const row of difference.removed) marks.removed.push({ code, row });
    for (const row of difference.added) marks.added.push({ code, row });
    for (const { after: row } of difference.changed) marks.changed.push({ code, row });
    (known.version === 0 ? added : changed).push(dossierRow(after, terms));
    dossiers.push({ ...after.dossier, rows });
  }
  return {
    dossiers,
    added,
    changed,
    marks,
    cells: cells.rolledUp(terms.widerThan),
    faults: [...found, ...faults],
  };
}

/** Writes dossiers, marks, dead letters, and last the cells, for which batches wait in line. */
export async function writeBatch(writing: Writing, rows: BatchRows): Promise<void> {
  const { client, generation } = writing;
  for (const some of pieces(rows.added)) await writeDossiers(client, generation, some, []);
  for (const some of pieces(rows.changed)) await writeDossiers(client, generation, [], some);
  const { added, ...others } = rows.marks;
  await writeMarks(client, generation, { ...others, added: [] });
  for (const some of pieces(added)) await writeMarks(client, generation, { removed: [], changed: [], added: some });
  await writeFaults(writing, rows.faults);
  if ((writing.announces ?? true) && rows.dossiers.length > 0) await announce(client);
  for (const some of pieces(rows.cells)) await addToCells(client, generation, some);
}

/** So many dossiers are derived, or rows written by one statement, before whatever else this process does has its turn. */
const TOGETHER = 1_000;
const ROWS = 20_000;

function* pieces<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += ROWS) yield rows.slice(i, i + ROWS);
}

interface Folded {
  known: KnownDossier;
  /** how `known` was derived again, where its rows are not in memory */
  before?: Advanced;
  after: Advanced;
}

async function foldPlans(plans: readonly Plan[]): Promise<{ folded: Folded[]; faults: Fault[] }> {
  const folded: Folded[] = [];
  const faults: Fault[] = [];
  for (const [i, { known, recalled, events }] of plans.entries()) {
    if (i % TOGETHER === TOGETHER - 1) await nextTurn();
    const { advanced, fault } = advanceAsFarAsPossible(known, events);
    if (advanced) folded.push({ known, before: recalled, after: advanced });
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

function rowsOf({ timeline, marks }: Advanced, terms: Terms): MarkRow[] {
  const scope = scopeOf(timeline);
  return scope === null ? [] : markRows(marks, terms.scope(scope), terms.unit);
}

const scopeOf = ({ procedure }: Timeline): ScopeTerm | null =>
  procedure && { procedure: procedure.national, field: procedure.field };

/** The units and scopes of which rows speak. */
export function termsOf(advanced: readonly Advanced[]): [Set<string>, ScopeTerm[]] {
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

/** The row of a dossier; `terms` gives the numbers of units and scopes. */
export function dossierRow({ dossier, timeline: t }: Advanced, terms: Pick<Terms, 'unit' | 'scope'>): DossierRow {
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
