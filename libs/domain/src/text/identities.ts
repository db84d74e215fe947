/** Fields in which a sender says who somebody is: of a command, of the national feed. */
const NAMED = new Set(['identity', 'MaDoiTuong']);
const NAMED_IN_TEXT = /"(?:identity|MaDoiTuong)"\s*:\s*"([^"\\]{1,64})"/g;
/** Digits in a row, as they stand and as people write them in groups. */
const ROWS = [/\d+/g, /\d(?:[\s.-]?\d)+/g];
/** Digits of an identity number: of a citizen's card, of the card before it. */
const LENGTHS = new Set([12, 9]);

/**
 * What may be somebody's identity number in a text of any kind, JSON or not: what stands in a field for one, and every row of 12 or of 9
 * digits. It may say too much (not every such row is somebody's), and of a number of another form without its field it says nothing.
 */
export function identitiesIn(text: string): Set<string> {
  const found = new Set<string>();
  const pieces = [text];
  try {
    JSON.parse(text, (name, value: unknown) => {
      if (typeof value !== 'string') return undefined;
      pieces.push(value);
      if (NAMED.has(name)) found.add(value);
      return undefined;
    });
  } catch {
    for (const [, value] of text.matchAll(NAMED_IN_TEXT)) found.add(value!);
  }
  for (const piece of pieces) {
    const plain = piece.normalize('NFKC');
    for (const row of ROWS)
      for (const [written] of plain.matchAll(row)) {
        const digits = written.replace(/\D/g, '');
        if (LENGTHS.has(digits.length)) found.add(digits);
      }
  }
  return found;
}
