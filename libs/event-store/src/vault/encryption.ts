import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** A key of its own for each use, so that no two uses of the master key can meet. */
export const deriveKey = (masterKey: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, '', `dossier-tracker ${use}`, 32));

/**
 * AES-256-GCM.
 * @param context what the text belongs to: it opens in no other place
 * @returns nonce (12 bytes), ciphertext, tag (16 bytes)
 */
export function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The reverse. Throws where key, context or bytes are not the ones that were encrypted. */
export function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  cipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([cipher.update(sealed.subarray(NONCE, -TAG)), cipher.final()]);
}
