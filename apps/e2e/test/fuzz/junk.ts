import fc from 'fast-check';

/** Texts that have broken something somewhere. */
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\ufffd',
  '\u202e',
  '\u200b',
  'a\tb\n',
  `a${'\u0323\u0300'.repeat(600)}`,
  'Nguyễn'.normalize('NFD'),
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '1e400',
  '-0',
  '9'.repeat(39),
  '%',
  '%00',
  "'; drop table log.event; --",
  '../../etc/passwd',
  '${7*7}',
  'x'.repeat(3_000),
  '1.001193',
  '26077',
  '26077@2000-01-01',
];

const INSTANTS = [
  '2024-12-02T08:00:00+07:00',
  '2024-12-05T09:30:00+07:00',
  '2024-12-20T02:59:00Z',
  '2000-01-01T00:00:00+07:00',
  '1999-12-31T23:59:59+07:00',
  '2099-12-31T23:59:59.999+07:00',
  '2100-01-01T00:00:00+07:00',
  '9999-12-31T23:59:59Z',
  '0000-00-00T00:00:00Z',
  '2024-02-30T00:00:00Z',
  '2024-12-05',
  '2024-12-05T09:30:00',
  '+275760-09-13T00:00:00.000Z',
];

export const text = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.constantFrom(...INSTANTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const number = fc.oneof(
  fc.constantFrom(0, -1, 0.5, 1e21, Number.MAX_SAFE_INTEGER + 2, -1e308, 5e-324, 1_000_000_000_001),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any JSON value, mostly small. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.constantFrom(null, true, false, [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }),
);

export const instantText = fc.constantFrom(...INSTANTS);
export const code = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 400 }).map((n) => `H19.45.22-241202-${String(n).padStart(4, '0')}`),
  },
  { weight: 1, arbitrary: text },
);
