import { nfc } from './nfc.js';

describe('A text in its composed form', () => {
  it('has letters with their marks as one character', () => {
    expect(nfc('Nguyễn Thị Ví Dụ'.normalize('NFD'))).toBe('Nguyễn Thị Ví Dụ');
    expect(nfc('')).toBe('');
  });

  it('is none where more marks follow each other than any writing has', () => {
    expect(nfc(`a${'\u0323\u0300'.repeat(15)}`)).not.toBeNull();
    expect(nfc(`a${'\u0323\u0300'.repeat(16)}`)).toBeNull();
    expect(nfc(`${'a\u0323\u0300'.repeat(1_000)}${'\u0315\u0300'.repeat(2_000_000)}`)).toBeNull();
  });
});
