import { compareText, count, dateTime, day, fold, lag, localDay, time } from './format.js';

const NBSP = '\u00a0';

describe('numbers in Vietnamese', () => {
  it('groups thousands by points', () => {
    expect([0, 7, 999, 1236, 1234567, -1500].map(count)).toEqual(['0', '7', '999', '1.236', '1.234.567', '−1.500']);
  });
});

describe('days and instants in local time', () => {
  it('turns the day at 17:00 UTC', () => {
    expect(localDay('2024-12-05T16:59:59.999Z')).toBe('2024-12-05');
    expect(localDay('2024-12-05T17:00:00.000Z')).toBe('2024-12-06');
    expect(localDay('2024-12-31T17:00:00.000Z')).toBe('2025-01-01');
  });

  it('writes 24 hours, noon and midnight told apart', () => {
    expect(time('2024-12-05T05:30:00.000Z')).toBe('12:30');
    expect(time('2024-12-05T17:30:00.000Z')).toBe('00:30');
    expect(time('2024-12-05T02:41:07.000Z', true)).toBe('09:41:07');
    expect(dateTime('2024-12-05T10:00:00.000Z')).toBe(`17:00${NBSP}05/12/2024`);
    expect(day('2024-01-02')).toBe('02/01/2024');
  });

  it('tells a lag in seconds, a long one in minutes', () => {
    expect([0, 0.24, 1, 12.7, 125].map(lag)).toEqual(['0 giây', '0,2 giây', '1 giây', '12 giây', '2 phút']);
  });
});

describe('Vietnamese words', () => {
  it('are found without their marks', () => {
    expect(fold('Đăng ký Khai sinh')).toBe('dang ky khai sinh');
    expect(fold('Đăng ký'.normalize('NFD'))).toBe('dang ky');
  });

  it('stand in Vietnamese order', () => {
    expect(['Đông', 'Dương', 'An', 'Ấn', 'Ân'].sort(compareText)).toEqual(['An', 'Ân', 'Ấn', 'Dương', 'Đông']);
  });
});
