/** More marks in a row than any writing has (UAX #15 "stream-safe text": 30). Putting n of them in order takes n² steps. */
const TOO_MANY_MARKS = /\p{M}{31}/u;

/** A text in Unicode's composed form, in time that is linear in its length; null: it has more marks in a row than any writing has. */
export const nfc = (text: string): string | null => (TOO_MANY_MARKS.test(text) ? null : text.normalize('NFC'));
