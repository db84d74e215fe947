/** Why a fact of a unit is refused. A code is never renamed, since senders act on it. */
export const UNIT_REASONS = [
  'unit-exists',
  'unit-code-in-use',
  'agency-code-in-use',
  'unknown-population',
  'unit-already-closed',
  'closed-before-opened',
  'unknown-successor',
  'successor-itself',
  'successor-not-in-force',
  'successor-of-another',
  'unit-not-in-force',
] as const;
