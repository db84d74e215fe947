import { murmur2, SLOTS, slotOf } from './murmur2.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('murmur2', () => {
  // Vectors of org.apache.kafka.common.utils.UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('gives Kafka’s number for %s', (text, expected) => {
    expect(murmur2(bytes(text))).toBe(expected);
  });

  it('reads every length of the last word, and UTF-8', () => {
    expect(['', 'a', 'ab', 'abcd', 'Hồ sơ'].map((text) => murmur2(bytes(text)))).toEqual([
      275646681, -1563381124, 316155434, -1323649548, -1020118986,
    ]);
  });
});

describe('slotOf', () => {
  it('clears the sign bit as Kafka’s default partitioner does, and never changes', () => {
    expect(SLOTS).toBe(12);
    expect(['H19.45-240122-0001', '000.45.19.H19-240122-0001', 'Hồ sơ', ''].map(slotOf)).toEqual([3, 3, 2, 9]);
  });
});
