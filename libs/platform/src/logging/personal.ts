/** Keeps names, telephone and identity numbers, addresses and free text out of every log line. */

const normalKey = (key: string): string => key.replace(/[_-]/g, '').toLowerCase();

/** Keys whose values are never logged: in English, as the national format spells them, and what PostgreSQL's errors quote of a row. */
const PERSONAL_KEYS = new Set(
  [
    'personal applicant applicantName fullName displayName name phone phoneNumber mobile email address street identity identityNumber',
    'nationalId idNumber passport dateOfBirth birthDate reason note notes comment content body raw payload',
    'TenCongDan HoTen ChuHoSo NguoiNop NguoiDungNop SoDienThoai DiaChi DinhDanh SoCMND CMND CCCD NoiDung NoiDungXuLy LyDo GhiChu',
    'password token authorization cookie databaseUrl connectionString masterKey parameters query detail where',
  ].flatMap((line) => line.split(' ').map(normalKey)),
);

const PATTERNS: [RegExp, string][] = [
  // not begun within a word: a long one would be tried from each of its characters
  [/(?<![\w.+-])[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[email]'],
  [/(?<![\d.-])(\+84|0)(?:[ .]?\d){9}(?![\d-])/g, '[phone]'],
  [/(?<![\d.-])\d{12}(?![\d.-])/g, '[identity]'],
];

/** So much of a text is logged: the longest stack of causes is shorter. */
const LONGEST = 32_768;

/** After it is masked: half of a number is not recognised any more. */
const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;

/** Hides passwords of URLs, e-mail addresses, Vietnamese telephone numbers and identity numbers of 12 digits in a text. */
export function maskText(text: string): string {
  const withoutPasswords = text.replace(/(postgres(?:ql)?:\/\/[^:/\s]{1,63}:)[^@\s]{1,256}@/g, '$1[secret]@\u200b');
  const masked = PATTERNS.reduce((left, [pattern, word]) => left.replace(pattern, word), withoutPasswords);
  return shortened(masked.replace('@\u200b', '@'));
}

/** PostgreSQL quotes a value that it cannot read (class 22) behind a colon, and V8 a text that is no JSON. */
function withoutValues(message: string, code: unknown): string {
  if (typeof code === 'string' && /^22...$/.test(code)) return message.replace(/: ".*$/s, ': [hidden]');
  return message.endsWith('is not valid JSON') ? message.replace(/, .*$/s, ', [hidden] is not valid JSON') : message;
}

/** An error as it may be logged: kind, message, stack, code and the names of database objects, but no values of rows. */
export function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: maskText(String(error)) };
  const { code, constraint, table, schema, column, status } = error as Error & Record<string, unknown>;
  const facts = Object.fromEntries(
    Object.entries({ code, constraint, table, schema, column, status }).filter(([, value]) => value !== undefined),
  );
  return {
    type: error.name,
    message: maskText(withoutValues(error.message, code)),
    ...facts,
    stack: error.stack && maskText(error.stack.replace(error.message, withoutValues(error.message, code))),
    ...(error.cause === undefined ? {} : { cause: safeError(error.cause) }),
  };
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** A copy of what is to be logged, with personal values replaced by `[hidden]`; errors as safeError, bigint as text. */
export function withoutPersonalData(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error) return safeError(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > 6) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => withoutPersonalData(each, depth + 1));
  if (!isPlain(value)) return `[${value.constructor.name}]`;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      PERSONAL_KEYS.has(normalKey(key)) ? '[hidden]' : withoutPersonalData(each, depth + 1),
    ]),
  );
}
