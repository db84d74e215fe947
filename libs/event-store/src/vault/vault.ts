import type pg from 'pg';
import type { SealedRow } from '../types.js';

/** Personal data and free text, encrypted with a key per subject (architecture 10). */
export class Vault {
  /**
   * @param masterKey 32 bytes; wraps the subjects' keys and makes the subject ids
   */
  constructor(
    private readonly pool: pg.Pool,
    private readonly masterKey: Buffer,
  ) {}

  /** The same person's id every time, without the number being stored: HMAC-SHA-256 in hex. White space and case do not count. */
  subjectId(_identityNumber: string): string {
    throw new Error('not yet');
  }

  /** Encrypts a text for a subject, whose key is made on first use. The row is stored with the append that refers to it, or by `storeSealed`. */
  seal(_subject: string, _kind: string, _plaintext: string): Promise<SealedRow> {
    throw new Error('not yet');
  }

  /** The text; null = no such text, or its subject was forgotten. */
  open(_ref: string): Promise<string | null> {
    throw new Error('not yet');
  }

  /** The same for many in one query; a ref that cannot be opened has no entry. */
  openMany(_refs: string[]): Promise<Map<string, string>> {
    throw new Error('not yet');
  }

  /** Deletes the subject's key: nothing sealed so far can be read again. False = unknown subject, or nothing to forget. */
  forget(_subject: string): Promise<boolean> {
    throw new Error('not yet');
  }

  /** Stores rows that belong to no event (the bytes of refused messages). */
  storeSealed(_rows: SealedRow[]): Promise<void> {
    throw new Error('not yet');
  }
}
