export { projectionMigrations } from './migrations/index.js';
export { Projector, type ProjectorOptions } from './projector.js';
export type { Committed, Generation } from './fold/fold.js';
export { CHANGED } from './fold/announce.js';
export type { RebuildOptions, RebuildProgress } from './generations/rebuild.js';
export type { DeadLetter, DeadLetterFilter, Mended } from './dead-letters/mend.js';
export type { Waiting } from './dead-letters/content.js';
export { type DeadLetterReason, letterAside } from './dead-letters/dead-letters.js';
export {
  type By,
  type Selection,
  type SeriesRow,
  series,
  seriesOfGroups,
  type Span,
  type SumRow,
  sums,
} from './cells/cells.query.js';
export { maskOf, toBigint } from './marks/mark-rows.js';
export { drill, type DrillItem, type Figure, type Page } from './marks/marks.query.js';
export {
  dossier,
  type DossierView,
  type Found,
  search,
  worklist,
  type WorklistItem,
  type WorklistKind,
  type WorklistQuestion,
  worklistOwed,
  worklistTotal,
} from './dossiers/dossiers.query.js';
export { type OwnedDossier, ownedDossiers, type OwnedGroup, ownedGroups } from './dossiers/closed-units.query.js';
export { isCaughtUp, progress, type Progress, type SlotProgress, whenCaughtUp } from './progress/progress.js';
export { type Counted, recount, type RecountOptions } from './verify/recount.js';
export { type CellDifference, compareCells } from './cells/cells.verify.js';
export {
  compareWithLog,
  type CompareOptions,
  type CompareProgress,
  type Comparison,
  type ProjectionReport,
} from './verify/compare.js';
export type { TableDifference, TableReport } from './verify/findings.js';
export { readSnapshot } from './progress/snapshot.js';
export { standOf } from './progress/stand.js';
export { type UnitFactRow, unitFacts } from './units/units.query.js';
export { knownFields } from './fold/known-fields.js';
export { columnOf } from './cells/columns.js';
export { currentPart } from './projection.js';
export { PROJECTIONS } from './projections.js';
