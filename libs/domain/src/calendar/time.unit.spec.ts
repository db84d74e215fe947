import fc from 'fast-check';
import {
  addDays,
  addMonths,
  at,
  dayFromNumber,
  dayNumber,
  dayRange,
  daysBetween,
  endOfMonth,
  instant,
  isDayInRange,
  isoWeek,
  isoWeekDays,
  listDays,
  localDay,
  localMs,
  localTime,
  minutesOf,
  parseDay,
  parseFeedTime,
  parseInstant,
  readFeedTime,
  readInstant,
  timeText,
  toMs,
  weekday,
} from './time.js';

const anyMs = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(9999, 11, 20) });
const anyDay = anyMs.map((ms) => localDay(instant(ms)));

describe('instants', () => {
  it('go to milliseconds and back', () => {
    fc.assert(fc.property(anyMs, (ms) => toMs(instant(ms)) === ms && parseInstant(instant(ms)) === instant(ms)));
  });

  it('have the local day and time of UTC+7 under any TZ', () => {
    expect(localDay('2024-12-05T16:59:59.999Z')).toBe('2024-12-05');
    expect(localDay('2024-12-05T17:00:00.000Z')).toBe('2024-12-06');
    expect(localDay('2024-12-31T17:00:00.000Z')).toBe('2025-01-01');
    expect(localTime('2024-12-05T10:00:59.999Z')).toBe(17 * 60);
    expect(localTime('2024-12-05T17:00:00.000Z')).toBe(0);
    expect(localMs('2024-12-05T16:59:59.999Z')).toBe(86_399_999);
    fc.assert(
      fc.property(anyMs, (ms) => {
        const shifted = new Date(ms + 7 * 3_600_000).toISOString();
        expect(localDay(instant(ms))).toBe(shifted.slice(0, 10));
        expect(timeText(localTime(instant(ms)))).toBe(shifted.slice(11, 16));
      }),
    );
  });

  it('belong to the day that their local midnight begins', () => {
    expect(localDay(at('2024-01-01', '00:00'))).toBe('2024-01-01');
    expect(dayRange('2024-01-01')).toEqual({ from: '2023-12-31T17:00:00.000Z', to: '2024-01-01T17:00:00.000Z' });
    expect(dayRange('2024-12-01', '2024-12-31').to).toBe(at('2025-01-01', '00:00'));
  });

  it('are made of a local day and a 24-hour time', () => {
    expect(at('2024-12-05', '12:30')).toBe('2024-12-05T05:30:00.000Z');
    expect(at('2024-12-05', '00:30:05')).toBe('2024-12-04T17:30:05.000Z');
    for (const time of ['24:00', '7:30', '12:60', '0730', '12:30:60', '12:30 PM', '']) {
      expect(() => at('2024-12-05', time)).toThrow(RangeError);
    }
  });

  it('read minutes of the day as a count, not as an HHMM number', () => {
    expect(minutesOf('07:30') + 45).toBe(minutesOf('08:15'));
    expect(minutesOf('24:00')).toBe(1440);
    expect(() => minutesOf('24:01')).toThrow(RangeError);
    expect(() => minutesOf('730')).toThrow(RangeError);
  });
});

describe('parseInstant', () => {
  it.each([
    ['2024-12-05T17:00:00+07:00', '2024-12-05T10:00:00.000Z'],
    ['2024-12-05T17:00+07:00', '2024-12-05T10:00:00.000Z'],
    ['2024-02-29T23:59:59.9999999Z', '2024-02-29T23:59:59.999Z'],
    ['2024-12-31T23:30:00.5-01:00', '2025-01-01T00:30:00.500Z'],
  ])('reads %s', (text, expected) => expect(parseInstant(text)).toBe(expected));

  it.each([
    '2024-02-30T10:00:00Z',
    '2023-02-29T10:00:00Z',
    '2024-13-01T10:00:00Z',
    '2024-00-10T10:00:00Z',
    '2024-04-31T10:00:00+07:00',
    '2024-12-05T24:00:00Z',
    '2024-12-05T12:60:00Z',
    '2024-12-05T23:59:60Z',
    '2024-12-05T10:00:00',
    '2024-12-05',
    '2024-12-05 10:00:00Z',
    '2024-12-05T10:00:00+0700',
    '2024-12-05T10:00:00+15:00',
    '0202-12-05T10:00:00Z',
    '1899-12-31T16:59:59Z',
    '9999-12-31T17:00:00Z',
    ' 2024-12-05T10:00:00Z',
    '2024-12-05T10:00:00Z\n',
    '٢٠٢٤-12-05T10:00:00Z',
    '1733392800000',
    '',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeNull());
});

describe('parseFeedTime', () => {
  it('reads local time by a 24-hour clock: 12:30 is half past noon, not half past midnight', () => {
    expect(parseFeedTime('20241205123000')).toBe(at('2024-12-05', '12:30'));
    expect(parseFeedTime('20241205003000')).toBe(at('2024-12-05', '00:30'));
    expect(parseFeedTime('20240229235959')).toBe(at('2024-02-29', '23:59:59'));
  });

  it.each(['', '20240230100000', '20241301100000', '20241205240000', '20241205106000', '20241205100060', '20241205'])(
    'refuses %j',
    (text) => expect(parseFeedTime(text)).toBeNull(),
  );

  it.each(['00000000000000', '2024120510000', '202412051000000', '2024-12-05T10:', '20241205 10000'])(
    'refuses %j',
    (text) => expect(parseFeedTime(text)).toBeNull(),
  );
});

describe('A date that enters by a door', () => {
  it('lies on a local day from 1/1/2000 to 31/12/2099', () => {
    for (const [text, at] of [
      ['2000-01-01T00:00:00+07:00', '1999-12-31T17:00:00.000Z'],
      ['2099-12-31T23:59:59.999+07:00', '2099-12-31T16:59:59.999Z'],
    ] as const)
      expect(readInstant(text)).toEqual({ ok: true, at });
    expect(readFeedTime('20991231235959')).toEqual({ ok: true, at: '2099-12-31T16:59:59.000Z' });
    expect([isDayInRange('1999-12-31'), isDayInRange('2000-01-01'), isDayInRange('2100-01-01')]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each(['1999-12-31T16:59:59.999Z', '2099-12-31T17:00:00Z', '9999-12-31T00:00:00Z', '0001-01-01T00:00:00Z'])(
    'is out of range: %s',
    (text) => expect(readInstant(text)).toEqual({ ok: false, fault: 'out-of-range' }),
  );

  it('is told apart from one that is none', () => {
    expect(readInstant('2024-02-30T00:00:00Z')).toEqual({ ok: false, fault: 'impossible' });
    expect(readInstant('x')).toEqual({ ok: false, fault: 'impossible' });
    expect(readFeedTime('99991231000000')).toEqual({ ok: false, fault: 'out-of-range' });
    expect(readFeedTime('19991231235959')).toEqual({ ok: false, fault: 'out-of-range' });
    expect(readFeedTime('20241301000000')).toEqual({ ok: false, fault: 'impossible' });
  });
});

describe('local days', () => {
  it('go to numbers and back, and agree with UTC dates', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayFromNumber(dayNumber(day))).toBe(day);
        expect(dayNumber(day) * 86_400_000).toBe(Date.parse(`${day}T00:00:00Z`));
        expect(weekday(day) % 7).toBe(new Date(`${day}T00:00:00Z`).getUTCDay());
        expect(parseDay(day)).toBe(day);
      }),
    );
  });

  it('are added over the ends of months and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2024-12-31', 1)).toBe('2025-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2024-12-31', '2025-01-02')).toBe(2);
    expect(daysBetween('2025-01-02', '2024-12-31')).toBe(-2);
    expect(listDays('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(listDays('2024-03-01', '2024-02-28')).toEqual([]);
  });

  it('end months on their own last day, whatever the number of today', () => {
    expect(endOfMonth('2024-02-10')).toBe('2024-02-29');
    expect(endOfMonth('2023-02-28')).toBe('2023-02-28');
    expect(endOfMonth('2024-04-30')).toBe('2024-04-30');
    expect(endOfMonth('2024-12-01')).toBe('2024-12-31');
  });

  it('are added in months on the same number, clamped to the last of the month; after December comes January', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28');
    expect(addMonths('2024-01-31', 2)).toBe('2024-03-31');
    expect(addMonths('2024-12-15', 1)).toBe('2025-01-15');
    expect(addMonths('2024-12-31', 2)).toBe('2025-02-28');
    expect(addMonths('2025-01-31', -2)).toBe('2024-11-30');
  });

  it.each(['2024-02-30', '2023-02-29', '2024-1-05', '2024-00-01', '2024-01-00', '1899-12-31', '05/12/2024', ''])(
    'refuse %j',
    (text) => expect(parseDay(text)).toBeNull(),
  );
});

describe('ISO weeks', () => {
  it('know the week 53 of 2026, and that it reaches into January', () => {
    expect(isoWeek('2026-12-27')).toEqual({ year: 2026, week: 52 });
    expect(isoWeek('2026-12-28')).toEqual({ year: 2026, week: 53 });
    expect(isoWeek('2027-01-03')).toEqual({ year: 2026, week: 53 });
    expect(isoWeek('2027-01-04')).toEqual({ year: 2027, week: 1 });
    expect(isoWeekDays({ year: 2026, week: 53 })).toEqual({ first: '2026-12-28', last: '2027-01-03' });
    expect(() => isoWeekDays({ year: 2024, week: 53 })).toThrow(RangeError);
    expect(() => isoWeekDays({ year: 2024, week: 0 })).toThrow(RangeError);
  });

  it('count the last days of December to the next year where their Thursday lies there', () => {
    expect(isoWeek('2024-12-30')).toEqual({ year: 2025, week: 1 });
    expect(isoWeek('2023-01-01')).toEqual({ year: 2022, week: 52 });
  });

  it('hold each day between their Monday and their Sunday', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const { first, last } = isoWeekDays(isoWeek(day));
        expect(first <= day && day <= last).toBe(true);
        expect([weekday(first), weekday(last)]).toEqual([1, 7]);
      }),
    );
  });
});
