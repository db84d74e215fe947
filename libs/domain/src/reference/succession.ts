import { agencyOf, type DossierPlace, nationalPart, type Succession } from './reference.js';

/**
 * Which of a closed unit's successors takes a dossier over. One successor needs no rule. Of several, a row that names
 * procedure and agency stands over one that names either; where rows of the same weight disagree, or none fits, a
 * person has to say it: null.
 */
export function choose(
  successors: readonly string[],
  rows: readonly Succession[] | undefined,
  { code, procedure }: DossierPlace,
): string | null {
  if (successors.length < 2) return successors[0] ?? null;
  const national = procedure === null ? null : nationalPart(procedure);
  const agency = agencyOf(code);
  let best = 0;
  let chosen: string | null = null;
  for (const row of rows ?? []) {
    const weight = Number(row.procedure !== '') + Number(row.agencyCode !== '');
    const fits =
      (row.procedure === '' || row.procedure === national) && (row.agencyCode === '' || row.agencyCode === agency);
    if (!fits || weight < best || !successors.includes(row.successor)) continue;
    if (weight > best) chosen = row.successor;
    else if (chosen !== row.successor) chosen = null;
    best = weight;
  }
  return chosen;
}
