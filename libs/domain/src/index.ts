export * from './kind.js';
export * from './kinds.js';
export * from './calendar/time.js';
export * from './calendar/calendar.js';
export { computeDue, type ComputedDue, type DueStep, LONGEST_LIMIT, shiftDue } from './calendar/limit.js';
export { CalendarView, type Lateness } from './calendar/calendar-view.js';
export * from './calendar/explain.vi.js';
export * from './reference/reference.js';
export * from './reference/code-shape.js';
export * from './reference/reference-data.js';
export * from './reference/policies.js';
export * from './reference/populations.js';
export * from './dossier/events.js';
export * from './dossier/commands.js';
export * from './reasons.js';
export * from './dossier/state.js';
export * from './dossier/view.js';
export * from './dossier/timeline.js';
export { type Clocks, statedDue } from './dossier/clocks.js';
export { overdueAt } from './dossier/reckon.js';
export { eventTypeOf } from './dossier/drafts.js';
export { decide } from './dossier/decide.js';
export * from './dossier/kind.js';
export * from './unit/commands.js';
export {
  type NewUnitEvent,
  type Particulars,
  type UnitEventData,
  unitEventSchemas,
  type UnitEventType,
} from './unit/events.js';
export * from './unit/kind.js';
export * from './unit/register.js';
export { decideUnit, unitKeyParts } from './unit/decide.js';
export { restated } from './unit/restate.js';
export * from './feed/message.js';
export * from './feed/derive.js';
export * from './feed/reached.js';
export { isTooDeep } from './feed/flaws.js';
export * from './text/identities.js';
export * from './text/nfc.js';
