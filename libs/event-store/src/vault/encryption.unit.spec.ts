import { randomBytes } from 'node:crypto';
import { decrypt, deriveKey, encrypt } from './encryption.js';

const key = randomBytes(32);
const plain = Buffer.from('Nguyễn Thị Ánh, 0908 123 456');

describe('encryption', () => {
  it('opens with the same key and context', () => {
    expect(decrypt(key, encrypt(key, plain, 'context'), 'context')).toEqual(plain);
    expect(decrypt(key, encrypt(key, Buffer.alloc(0), ''), '')).toEqual(Buffer.alloc(0));
  });

  it('never gives the same bytes twice', () => {
    expect(encrypt(key, plain, 'context')).not.toEqual(encrypt(key, plain, 'context'));
  });

  it('does not open with another key, in another context, or when a bit was changed', () => {
    const sealed = encrypt(key, plain, 'context');
    expect(() => decrypt(randomBytes(32), sealed, 'context')).toThrow();
    expect(() => decrypt(key, sealed, 'other')).toThrow();
    for (const at of [0, 12, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] ^= 1;
      expect(() => decrypt(key, changed, 'context')).toThrow();
    }
    expect(() => decrypt(key, sealed.subarray(0, 20), 'context')).toThrow();
  });

  it('derives another key for each use', () => {
    expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'));
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
    expect(deriveKey(key, 'a')).toHaveLength(32);
  });
});
