import { createHmac, randomBytes } from 'node:crypto';
import { fingerprintKey, Fingerprints } from './fingerprints.js';

const masterKey = randomBytes(32);

describe('fingerprints', () => {
  it.each(['', 'a', 'Nguyễn Thị Ánh', 'x'.repeat(10_000)])('are HMAC-SHA-256, cut to 128 bits', (text) => {
    const expected = createHmac('sha256', fingerprintKey(masterKey, 'texts')).update(text).digest('hex').slice(0, 32);
    expect(new Fingerprints(masterKey, 'texts').of(text)).toBe(expected);
  });

  it('are others under another key, and for another use', () => {
    const made = [
      new Fingerprints(masterKey, 'texts').of('075185001234'),
      new Fingerprints(masterKey, 'requests').of('075185001234'),
      new Fingerprints(randomBytes(32), 'texts').of('075185001234'),
    ];
    expect(new Set(made).size).toBe(3);
    expect(new Fingerprints(masterKey, 'texts').of('075185001234')).toBe(made[0]);
  });
});
