import { kindOf } from '#domain';
import { DOSSIER_FOLD } from './dossiers/dossier.fold.js';
import type { KindFold, Parts, Projection } from './projection.js';
import { UNIT_FOLD } from './units/unit.fold.js';

/** How each kind of facts becomes rows, in the order in which `verify` tells of it. A kind that has no line here is passed over. */
export const KIND_FOLDS: readonly KindFold[] = [DOSSIER_FOLD, UNIT_FOLD];

/** Everything that is derived from the log. */
export const PROJECTIONS: readonly Projection[] = KIND_FOLDS.flatMap(({ projections }) => projections);

const BY_KIND = new Map(KIND_FOLDS.map((fold) => [fold.kind.kind, fold]));

/** How a stream is folded; undefined: its kind is not. */
export const foldOf = (stream: string): KindFold | undefined => BY_KIND.get(kindOf(stream));

/** Whether a kind's projections are among those that are written. */
export const isFolded = ({ projections }: KindFold, folds: Parts): boolean =>
  projections.some(({ name }) => folds.has(name));
