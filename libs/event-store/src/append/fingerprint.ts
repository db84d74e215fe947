import { hash } from 'node:crypto';
import { canonicalJson } from '../hash/canonical.js';

/** 128 bits of SHA-256 over some texts, as PostgreSQL's uuid type takes them: a fixed width where keys of any length stood. */
export const fingerprint = (...texts: string[]): string => hash('sha256', canonicalJson(texts), 'hex').slice(0, 32);

/** What recognises a command when it comes again. */
export const commandFingerprint = (key: { caller: string; commandId: string }): string =>
  fingerprint(key.caller, key.commandId);
