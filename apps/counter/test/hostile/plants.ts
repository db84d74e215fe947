/** What a hostile sender puts into every text: all invented, and found nowhere else in the tests. */
const NAME = 'Nguyễn Thị Kẻ Gian';
const PHONE = '0398127465';
const IDENTITY = '079398127466';
const ADDRESS = 'Số 77, ngõ Hàng Lậu';

/** One text each; those without spaces pass where only a token may stand. */
export const PLANTS = [
  `${NAME} ${PHONE} ${ADDRESS}`,
  `${NAME.replaceAll(' ', '')}-${IDENTITY}`,
  `Ke.Gian-${PHONE}`,
  PHONE,
  IDENTITY,
];

/** Of which nothing may be found; digits also where they are parts of a longer text. */
const TRACES = ['Kẻ Gian', 'KẻGian', 'Hàng Lậu', PHONE, IDENTITY];

const spellings = (text: string): string[] => [
  text,
  text.normalize('NFD'),
  encodeURIComponent(text),
  Buffer.from(text).toString('hex'),
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  Buffer.from(text).toString('latin1'),
];
const NEEDLES = [...new Set(TRACES.flatMap(spellings))];

/** The traces that a text has. */
export const tracesIn = (text: string): string[] => {
  const folded = text.toLowerCase();
  return NEEDLES.filter((needle) => folded.includes(needle.toLowerCase()));
};
