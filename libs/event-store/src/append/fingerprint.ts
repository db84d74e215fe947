import { hash } from 'node:crypto';
import { canonicalJson } from '../hash/canonical.js';
import { Fingerprints } from '../hash/fingerprints.js';
import type { IdempotencyKey } from '../types.js';

/** 128 bits of SHA-256 over some texts: a fixed width where keys of any length stood. */
const digest = (...texts: string[]): string => hash('sha256', canonicalJson(texts), 'hex').slice(0, 32);

/** What recognises a command when it comes again, as PostgreSQL's uuid type takes it; nobody without the master key can make it. */
export class CommandFingerprints {
  private readonly keyed: Fingerprints | null;

  /** @param masterKey null: for a store that takes no commands */
  constructor(masterKey: Buffer | null) {
    this.keyed = masterKey && new Fingerprints(masterKey, 'requests');
  }

  command(key: Pick<IdempotencyKey, 'caller' | 'commandId'>): string {
    return this.again(digest(key.caller, key.commandId));
  }

  body(key: Pick<IdempotencyKey, 'bodyHash'>): string {
    return this.again(digest(key.bodyHash));
  }

  /** The fingerprint for one of the time before there was a key (32 hexadecimal digits). */
  again(unkeyed: string): string {
    if (!this.keyed) throw new Error('the log was opened without the master key: it takes no commands');
    return this.keyed.of(unkeyed);
  }
}
