/** class-validator's constraints as stable codes and Vietnamese sentences. `n`: the numbers of its English message, `list`: its list of values. */
interface Phrase {
  code: string;
  say: (n: string[], list: string) => string;
}

const phrase = (code: string, say: Phrase['say']): Phrase => ({ code, say });

const PHRASES: Record<string, Phrase> = {
  isDefined: phrase('required', () => 'Bắt buộc phải có.'),
  isNotEmpty: phrase('required', () => 'Không được để trống.'),
  whitelistValidation: phrase('unknown-field', () => 'Không có trường này.'),
  isString: phrase('not-a-string', () => 'Phải là chuỗi ký tự.'),
  isNumber: phrase('not-a-number', () => 'Phải là số.'),
  isInt: phrase('not-an-integer', () => 'Phải là số nguyên.'),
  isPositive: phrase('too-small', () => 'Phải là số dương.'),
  isBoolean: phrase('not-a-boolean', () => 'Phải là true hoặc false.'),
  isArray: phrase('not-a-list', () => 'Phải là danh sách.'),
  isObject: phrase('not-an-object', () => 'Phải là đối tượng.'),
  nestedValidation: phrase('not-an-object', () => 'Phải là đối tượng.'),
  unknownValue: phrase('not-an-object', () => 'Phải là đối tượng.'),
  isEnum: phrase('not-a-known-value', (_, list) => `Phải là một trong: ${list}.`),
  isIn: phrase('not-a-known-value', (_, list) => `Phải là một trong: ${list}.`),
  isNotIn: phrase('not-allowed', () => 'Giá trị này không được dùng.'),
  equals: phrase('not-a-known-value', () => 'Giá trị không đúng.'),
  min: phrase('too-small', ([n]) => `Không được nhỏ hơn ${n}.`),
  max: phrase('too-large', ([n]) => `Không được lớn hơn ${n}.`),
  minLength: phrase('too-short', ([n]) => `Phải có ít nhất ${n} ký tự.`),
  maxLength: phrase('too-long', ([n]) => `Không được dài quá ${n} ký tự.`),
  isLength: phrase('wrong-length', (n) =>
    n.length > 1 ? `Phải có từ ${n[0]} đến ${n[1]} ký tự.` : `Độ dài không đúng (giới hạn: ${n[0]} ký tự).`,
  ),
  arrayNotEmpty: phrase('empty-list', () => 'Danh sách không được rỗng.'),
  arrayMinSize: phrase('too-few', ([n]) => `Phải có ít nhất ${n} phần tử.`),
  arrayMaxSize: phrase('too-many', ([n]) => `Không được có quá ${n} phần tử.`),
  arrayUnique: phrase('duplicates', () => 'Các phần tử không được trùng nhau.'),
  matches: phrase('wrong-format', () => 'Sai định dạng.'),
  isUuid: phrase('wrong-format', () => 'Phải là UUID.'),
  isEmail: phrase('wrong-format', () => 'Phải là địa chỉ thư điện tử.'),
  isISO8601: phrase('not-an-instant', () => 'Phải là thời điểm theo ISO 8601, ví dụ 2024-12-05T17:00:00+07:00.'),
  isDateString: phrase('not-an-instant', () => 'Phải là thời điểm theo ISO 8601, ví dụ 2024-12-05T17:00:00+07:00.'),
  isDate: phrase('not-an-instant', () => 'Phải là ngày tháng.'),
};

/** Our own messages are Vietnamese and are kept as they are; class-validator's are ASCII. */
// eslint-disable-next-line no-control-regex -- ASCII is what is asked for
const isOurs = (message: string): boolean => !/^[\x00-\x7f]*$/.test(message);

/** The code and the Vietnamese sentence for a failed constraint of class-validator. */
export function sayConstraint(constraint: string, message: string): { code: string; detail: string } {
  const known = PHRASES[constraint];
  const code = known?.code ?? constraint.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (isOurs(message)) return { code, detail: message };
  const numbers = message.match(/-?\d+(\.\d+)?(?!.*\bproperty\b)/g) ?? [];
  const list = /following values: (.*)$/.exec(message)?.[1] ?? '';
  return { code, detail: known ? known.say(numbers, list) : 'Giá trị không hợp lệ.' };
}
