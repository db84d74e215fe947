import { hasCodeShape, isSealedText, sealedText } from './code-shape.js';

describe('the shape of a code', () => {
  it.each([
    '26077',
    '1.001612.000.00.00.H19',
    'BS-0001',
    '05/PXL',
    'cb-017',
    'H19.45.22-241205-0002',
    '12345678',
    'a'.repeat(40),
  ])('is that of %s', (text) => expect(hasCodeShape(text)).toBe(true));

  it('is that of a dossier code with a long serial', () => {
    expect(hasCodeShape('H19.45.22-241205-000000000002')).toBe(true);
  });

  it.each([
    '',
    'Thẩm định',
    'Nguyen Van A',
    '0912345678',
    '079123456789',
    'cb-091234567',
    'a@example.vn',
    'a'.repeat(41),
    'TP-01\n',
    'NguyễnVănAn',
    'ref:0b5e5c6e-5a0c-4d53-8c11-0d3f0f5b3f10',
  ])('is not that of %j', (text) => expect(hasCodeShape(text)).toBe(false));

  it('is not that of a reference to a sealed text: nobody can send one', () => {
    const reference = sealedText('0b5e5c6e-5a0c-4d53-8c11-0d3f0f5b3f10');
    expect([isSealedText(reference), hasCodeShape(reference)]).toEqual([true, false]);
    expect([isSealedText('0912345678'), isSealedText(`${reference}x`)]).toEqual([false, false]);
  });
});
