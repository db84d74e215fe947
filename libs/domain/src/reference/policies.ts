/** What a policy may say, and what holds where no row says anything. */
export interface PolicyRule {
  default: string;
  /** whether one procedure may have a value of its own; else a row holds for all */
  perProcedure: boolean;
  /** what may be said, for people */
  allowed: string;
  allows(value: string): boolean;
}

const words = (perProcedure: boolean, first: string, ...others: string[]): PolicyRule => ({
  default: first,
  perProcedure,
  allowed: [first, ...others].join(', '),
  allows: (value) => value === first || others.includes(value),
});

const wholeNumber = (perProcedure: boolean, first: number, most: number): PolicyRule => ({
  default: String(first),
  perProcedure,
  allowed: `số nguyên từ 0 đến ${most}`,
  allows: (value) => /^\d{1,6}$/.test(value) && Number(value) <= most,
});

const timeOfDay: PolicyRule = {
  default: '15:00',
  perProcedure: true,
  allowed: 'giờ HH:mm (00:00 đến 23:59) hoặc none',
  allows: (value) => value === 'none' || /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value),
};

/** One word: the program does what it says and nothing else, so that nothing reads it and no seed need say it. */
const fixed = (word: string): PolicyRule => words(false, word);

/**
 * Every policy that is known: rules that the law leaves open, as data (domain.md, "The clock"). Its default stands here
 * and nowhere else.
 */
export const POLICIES: Readonly<Record<string, PolicyRule>> = {
  'due-clock': words(true, 'end-of-day', 'same-clock-time'),
  'after-hours': timeOfDay,
  'supplement-clock': words(true, 'restart', 'suspend', 'none'),
  'obligation-clock': words(true, 'suspend', 'restart', 'none'),
  'consultation-clock': words(true, 'none', 'suspend', 'restart'),
  'suspension-clock': words(true, 'suspend', 'restart', 'none'),
  'apology-limit-days': wholeNumber(true, 1, 365),
  // a due instant stated at 00:00:00 local is a day without a time: due at the end of that day's office hours
  'midnight-due': words(true, 'end-of-office-hours', 'as-stated'),
  'e-result-unsigned-feed': words(false, 'yes', 'no'),
  // from how many dossiers on a unit ranks
  'ranking-minimum': wholeNumber(false, 10, 100_000),
  // another word is refused and not passed over
  'digitised-rule': fixed('every-paper-due'),
  'calendar-change': fixed('keep'),
  'ii06a-withdrawn-stopped': fixed('resolved'),
  'ii06a-paused': fixed('open-within'),
};

/** The rule of a policy; null for a key that is not known. */
export const policyRule = (key: string): PolicyRule | null => (Object.hasOwn(POLICIES, key) ? POLICIES[key]! : null);
