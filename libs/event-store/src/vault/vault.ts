import { createHmac, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Clock, identitiesIn, type Instant } from '#domain';
import { sqlTypes, Turns } from '#platform';
import { LogUnavailableError } from '../append/append.errors.js';
import { canonicalJson } from '../hash/canonical.js';
import { Fingerprints } from '../hash/fingerprints.js';
import type { SealedRow } from '../types.js';
import { decrypt, deriveKey, encrypt } from './encryption.js';
import { SubjectKeys } from './subject-keys.js';
import { FORGET, FORGOTTEN, LAY_ASIDE, OPEN, STORE, TEXTS } from './vault.sql.js';

/** A text before it is sealed. */
export interface ClearText {
  subject: string;
  kind: string;
  plaintext: string | Buffer;
}

/** A message that is laid aside: refused, or not to be folded. */
export interface LaidAside {
  /** its own, so that one can be forgotten without the others */
  subject: string;
  kind: string;
  plaintext: string;
  /** what the sender wrote, where `plaintext` is a writing of it */
  says?: readonly string[];
  /** the dossier that it is about; null: nobody knows */
  code: string | null;
}

/** What became of a subject that was to be forgotten. */
export interface Forgotten {
  /** false: it had been forgotten before, and nothing has come of it since */
  now: boolean;
  /** when its key was deleted (UTC) */
  at: Instant;
  /** who asked for it; null = before this was recorded */
  by: string | null;
  /** how many texts of each kind can no longer be read */
  texts: Record<string, number>;
}

/** What holds no person's data, and must not lose its key. */
const CHECKED = 'check of the master key';

interface OpenRow extends SealedRow {
  current: number;
  wrapped_key: Buffer | null;
}

/** A key that was deleted. */
interface GoneKey {
  subject: string;
  generation: number;
  forgotten_at: Instant;
  forgotten_by: string | null;
}

/** How often texts are sealed anew when their subject was forgotten meanwhile. */
const ATTEMPTS = 4;

/** The database knows no such key of the subject any more: it was forgotten, or the database was put back to before there was one. */
const isOldKey = (error: unknown): boolean =>
  ['sealed_key_is_current', 'sealed_subject_is_known'].includes((error as { constraint?: string }).constraint ?? '');

/** What a sealed text belongs to: bytes moved to another row do not open. */
const contextOf = (row: Omit<SealedRow, 'ciphertext'>): string =>
  canonicalJson([row.ref, row.subject, row.generation, row.kind]);

/**
 * Personal data and free text, encrypted with a key per subject (architecture 10). Events refer to them by `ref`.
 * A forgotten key is gone from the tables at once; from write-ahead log and backups with their retention.
 */
export class Vault {
  private readonly keys: SubjectKeys;
  private readonly identityKey: Buffer;
  private readonly messages: Fingerprints;
  private readonly texts: Fingerprints;

  /** @param masterKey 32 bytes; wraps the subjects' keys and makes the subject ids and the fingerprints */
  constructor(
    private readonly pool: pg.Pool,
    masterKey: Buffer,
    private readonly clock: Clock,
  ) {
    if (masterKey.length !== 32) throw new RangeError('The master key has 32 bytes.');
    this.keys = new SubjectKeys(pool, deriveKey(masterKey, 'subject keys'));
    this.identityKey = deriveKey(masterKey, 'subject ids');
    this.messages = new Fingerprints(masterKey, 'messages');
    this.texts = new Fingerprints(masterKey, 'texts');
  }

  /** @throws OperatorError one sentence, where this database was made with another master key */
  async check(): Promise<void> {
    await this.keys.get(CHECKED);
  }

  /**
   * The same person's id every time (32 hex digits), without the number being stored: HMAC-SHA-256. White space, case and Unicode form do
   * not count.
   */
  subjectId(identityNumber: string): string {
    const number = identityNumber.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
    return createHmac('sha256', this.identityKey).update(number).digest('hex').slice(0, 32);
  }

  /** What recognises a message that is laid aside when it comes again: 32 hex digits, keyed. */
  fingerprint(text: string): string {
    return this.messages.of(text);
  }

  /** The reference (a uuid) of a text that is compared within a scope: the same text has the same one there, and another one elsewhere. */
  textRef(scope: string, text: string): string {
    const hex = this.texts.of(canonicalJson([scope, text]));
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /**
   * Encrypts a text (or bytes) for a subject, whose key is made on first use. Nothing is stored yet: the row goes along with the append that
   * refers to it, or to `storeSealed`.
   * @param ref of its own making; `textRef` where the same text has to have the same one
   */
  async seal(
    subject: string,
    kind: string,
    plaintext: string | Buffer,
    ref: string = randomUUID(),
  ): Promise<SealedRow> {
    const { generation, key } = await this.keys.get(subject);
    const row = { ref, subject, generation, kind };
    const plain = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
    return { ...row, ciphertext: encrypt(key, plain, contextOf(row)) };
  }

  /**
   * Does what seals texts of these subjects and stores them. Where the database refuses it because another process has forgotten one of them
   * since its key was read here, it is done again with the keys of now: whoever sends a text does not notice.
   * @throws what `work` throws; LogUnavailableError when they are forgotten again and again
   */
  async withKeys<T>(subjects: readonly string[], work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!isOldKey(error)) throw error;
        for (const subject of subjects) this.keys.drop(subject);
        if (attempt === ATTEMPTS)
          throw new LogUnavailableError('the subject is being forgotten', false, { cause: error });
      }
    }
  }

  /** Whose key seals a text; null = no such text. */
  async subjectOf(ref: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ subject: string }>('select subject from log.sealed where ref = $1', [ref]);
    return rows[0]?.subject ?? null;
  }

  /** The text; null = no such text, or its subject was forgotten. Throws where the stored bytes were changed. */
  async open(ref: string): Promise<string | null> {
    return (await this.openBytes([ref])).get(ref)?.toString('utf8') ?? null;
  }

  /** The same for many in one query; a ref that cannot be opened has no entry. */
  async openMany(refs: string[]): Promise<Map<string, string>> {
    const opened = await this.openBytes(refs);
    return new Map([...opened].map(([ref, bytes]) => [ref, bytes.toString('utf8')]));
  }

  /** The same as bytes. The subject's key is read anew each time: what was forgotten elsewhere does not open here. */
  async openBytes(refs: string[]): Promise<Map<string, Buffer>> {
    const { rows } = await this.pool.query<OpenRow>({ name: 'log.open', text: OPEN, values: [refs] });
    const opened = new Map<string, Buffer>();
    for (const row of rows) {
      if (row.wrapped_key === null || row.generation !== row.current) continue;
      opened.set(row.ref, decrypt(this.keys.unwrap(row.subject, row.wrapped_key), row.ciphertext, contextOf(row)));
    }
    return opened;
  }

  /**
   * Deletes the subject's key, and those of the messages that are about it: nothing sealed so far can be read again, and every event stays.
   * Again it changes nothing.
   * @param by who asks for it, 1 to 100 characters; kept with the instant
   * @returns null where there is no such subject, and no message about it
   */
  async forget(subject: string, by: string): Promise<Forgotten | null> {
    if (subject === CHECKED) return null;
    try {
      const now = await this.keysGone(FORGET, [subject, this.clock.now(), by]);
      for (const { subject: each } of now) this.keys.drop(each);
      const gone = now.length > 0 ? now : await this.keysGone(FORGOTTEN, [subject]);
      if (gone.length === 0) return null;
      const { rows } = await this.pool.query<{ kind: string; texts: number }>(TEXTS, [
        gone.map((key) => key.subject),
        gone.map(({ generation }) => generation),
      ]);
      const texts = Object.fromEntries(rows.map((row) => [row.kind, row.texts]));
      return { now: now.length > 0, at: gone[0]!.forgotten_at, by: gone[0]!.forgotten_by, texts };
    } finally {
      this.keys.drop(subject); // also what was read meanwhile
    }
  }

  private async keysGone(text: string, values: unknown[]): Promise<GoneKey[]> {
    return (await this.pool.query<GoneKey>({ text, values, types: sqlTypes })).rows;
  }

  /**
   * Seals and stores messages that are laid aside, each under a key of its own that goes with whomever the message is about: who is named in it
   * by an identity number, and the applicants of its dossier.
   * @returns their rows in the same order
   */
  async layAside(messages: readonly LaidAside[]): Promise<SealedRow[]> {
    const named = await Promise.all(messages.map((message) => this.personsIn(message)));
    const subjects = messages.map(({ subject }) => subject);
    return this.withKeys(subjects, async () => {
      const rows = await Promise.all(
        messages.map(({ subject, kind, plaintext }) => this.seal(subject, kind, plaintext)),
      );
      const now = this.clock.now();
      for (const [i, { ref, subject, generation, kind, ciphertext }] of rows.entries())
        await this.pool.query({
          name: 'log.lay_aside',
          text: LAY_ASIDE,
          values: [ref, subject, generation, kind, ciphertext, now, named[i], messages[i]!.code],
        });
      return rows;
    });
  }

  /** Whom a message names, and its dossier: where that has no applicant, its texts are its own. */
  private async personsIn({ plaintext, says = [plaintext], code }: LaidAside): Promise<string[]> {
    const persons = new Set<string>();
    const turns = new Turns();
    for (const text of says)
      for (const identity of identitiesIn(text)) {
        await turns.give();
        persons.add(this.subjectId(identity));
      }
    if (code !== null) persons.add(`dossier ${code}`).add(this.subjectId(`dossier ${code}`));
    return [...persons];
  }

  /**
   * Seals and stores texts that belong to no event.
   * @returns their rows in the same order
   */
  sealAndStore(texts: readonly ClearText[]): Promise<SealedRow[]> {
    const subjects = texts.map(({ subject }) => subject);
    return this.withKeys(subjects, async () => {
      const rows = await Promise.all(texts.map(({ subject, kind, plaintext }) => this.seal(subject, kind, plaintext)));
      await this.storeSealed(rows);
      return rows;
    });
  }

  /** Stores rows that belong to no event. The same rows again change nothing. */
  async storeSealed(rows: SealedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = (['ref', 'subject', 'generation', 'kind', 'ciphertext'] as const).map((name) =>
      rows.map((row) => row[name]),
    );
    await this.pool.query(STORE, [...columns, this.clock.now()]);
  }
}
