import { FEED_FAULTS, FEED_REASONS, REASONS } from '#domain';
import { FEED_REASON_TEXTS, FEED_TEXTS, INPUT_TEXTS, PROBLEM_TEXTS, REASON_TEXTS, say } from './texts.vi.js';

describe('The catalogue of texts', () => {
  it('has a sentence for every reason of a dossier and every fault of a feed message, and no other', () => {
    expect(Object.keys(REASON_TEXTS).sort()).toEqual([...REASONS].sort());
    expect(Object.keys(FEED_TEXTS).sort()).toEqual([...FEED_FAULTS].sort());
    expect(Object.keys(FEED_REASON_TEXTS).sort()).toEqual([...FEED_REASONS].sort());
  });

  it('is written in composed Vietnamese, in whole sentences', () => {
    for (const texts of [INPUT_TEXTS, REASON_TEXTS, FEED_TEXTS, PROBLEM_TEXTS]) {
      for (const text of Object.values(texts)) expect(text).toBe(text.normalize('NFC').trim());
    }
    for (const text of Object.values(REASON_TEXTS)) expect(text).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('quotes nothing that a sender wrote: what is refused stands in clear in answers and on the topic of rejections', () => {
    const ours = ['max', 'min', 'length', 'count', 'values', 'due', 'from', 'to', 'day', 'successor', 'name', 'unit'];
    for (const text of [...Object.values(INPUT_TEXTS), ...Object.values(REASON_TEXTS)])
      for (const [, name] of text.matchAll(/\{(\w+)\}/g)) expect(ours).toContain(name);
  });

  it('fills in values: instants in local time, numbers with dots', () => {
    expect(say(REASON_TEXTS['new-date-not-after-due'], { due: '2024-12-05T10:00:00.000Z' })).toContain(
      '17:00 ngày 05/12/2024',
    );
    expect(say(INPUT_TEXTS['out-of-range'], { min: 0, max: 1_000_000 })).toBe('Phải từ 0 đến 1.000.000.');
  });
});
