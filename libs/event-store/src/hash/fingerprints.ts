import { hash } from 'node:crypto';
import { deriveKey } from '../vault/encryption.js';

const BLOCK = 64;

/**
 * Fingerprints that nobody can make who lacks the master key: an unkeyed hash of a body, or of an identity number in it, could be found by trying.
 * HMAC-SHA-256 (RFC 2104), cut to 128 bits. Made by the one-shot hash, which takes a third of the time of an HMAC object: the bytes of the key are
 * below 128, so that its inner block is a text and goes before the text as one.
 */
export class Fingerprints {
  private readonly inner: string;
  private readonly outer = Buffer.alloc(BLOCK + 32, 0x5c);

  /** @param use what they are for: those of one use tell nothing about those of another */
  constructor(masterKey: Buffer, use: 'requests' | 'messages' | 'texts') {
    const key = fingerprintKey(masterKey, use);
    const inner = Buffer.alloc(BLOCK, 0x36);
    key.forEach((byte, i) => {
      inner[i]! ^= byte;
      this.outer[i]! ^= byte;
    });
    this.inner = inner.toString('latin1');
  }

  /** 32 hexadecimal digits: the same text gives the same ones. */
  of(text: string): string {
    hash('sha256', this.inner + text, 'buffer').copy(this.outer, BLOCK);
    return hash('sha256', this.outer, 'hex').slice(0, 32);
  }
}

/** The key of a use, as HMAC takes it. */
export const fingerprintKey = (masterKey: Buffer, use: string): Buffer =>
  deriveKey(masterKey, `fingerprints of ${use}`).map((byte) => byte & 0x7f) as Buffer;
