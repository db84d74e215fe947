import type { Finding } from '../input/finding.js';
import { type CommandType, DOSSIERS } from '../kinds/dossier/commands.js';
import { readCommand } from './read-command.js';

const AT = '2024-12-05T09:30:00+07:00';
const faults = (type: CommandType, body: unknown): Finding[] => {
  const reading = readCommand(DOSSIERS, type, body);
  return reading.ok ? [] : reading.findings;
};
const accepted = (type: CommandType, body: unknown) => {
  const reading = readCommand(DOSSIERS, type, body);
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  return reading;
};
const RANGE = { from: '01/01/2000', to: '31/12/2099' };
const deep = (levels: number): unknown => (levels === 0 ? 'x' : { a: deep(levels - 1) });

describe('A body that is refused names its fault and the place', () => {
  const table: [string, CommandType, unknown, Finding[]][] = [
    ['no body', 'rate', undefined, [{ code: 'not-an-object', pointer: '' }]],
    ['a list', 'rate', [], [{ code: 'not-an-object', pointer: '' }]],
    ['a missing field', 'rate', { at: AT }, [{ code: 'required', pointer: '/rating' }]],
    ['null', 'resume', { at: null }, [{ code: 'null', pointer: '/at' }]],
    ['an unknown field', 'resume', { at: AT, now: 1 }, [{ code: 'unknown-field', pointer: '/now' }]],
    ['a field of another command', 'resume', { at: AT, reason: 'x' }, [{ code: 'unknown-field', pointer: '/reason' }]],
    ['the type in the body', 'resume', { at: AT, type: 'resume' }, [{ code: 'unknown-field', pointer: '/type' }]],
    ['a field with a slash', 'resume', { at: AT, 'a/b~c': 1 }, [{ code: 'unknown-field', pointer: '/a~1b~0c' }]],
    ['an instant that is a number', 'resume', { at: 1733367600 }, [{ code: 'not-text', pointer: '/at' }]],
    ['a day without a time', 'resume', { at: '2024-12-05' }, [{ code: 'instant', pointer: '/at' }]],
    ['an instant in words', 'resume', { at: 'hôm nay' }, [{ code: 'instant', pointer: '/at' }]],
    ['no offset', 'resume', { at: '2024-12-05T09:30:00' }, [{ code: 'no-offset', pointer: '/at' }]],
    ['30 February', 'resume', { at: '2024-02-30T09:30:00+07:00' }, [{ code: 'impossible-instant', pointer: '/at' }]],
    ['29 February 2023', 'resume', { at: '2023-02-29T09:30:00Z' }, [{ code: 'impossible-instant', pointer: '/at' }]],
    ['month 13', 'resume', { at: '2024-13-01T09:30:00Z' }, [{ code: 'impossible-instant', pointer: '/at' }]],
    ['hour 24', 'resume', { at: '2024-12-05T24:00:00Z' }, [{ code: 'impossible-instant', pointer: '/at' }]],
    ['second 60', 'resume', { at: '2024-12-31T23:59:60Z' }, [{ code: 'impossible-instant', pointer: '/at' }]],
    [
      'an offset of 20 hours',
      'resume',
      { at: '2024-12-05T09:30:00+20:00' },
      [{ code: 'impossible-instant', pointer: '/at' }],
    ],
    ...[
      '1850-12-05T09:30:00Z',
      '0000-01-01T00:00:00Z',
      '1999-12-31T23:59:59.999+07:00',
      '2100-01-01T00:00:00+07:00',
      '2099-12-31T17:00:00Z',
      '9999-12-31T23:59:59Z',
      '9999-02-30T00:00:00Z',
    ].map((at): [string, CommandType, unknown, Finding[]] => [
      at,
      'resume',
      { at },
      [{ code: 'date-out-of-range', pointer: '/at', values: RANGE }],
    ]),
    [
      'a due instant of 2100 in a correction',
      'correct',
      { at: AT, event: 1, reason: 'nhầm', data: { dueAt: '2100-01-01T00:00:00+07:00' } },
      [{ code: 'date-out-of-range', pointer: '/data/dueAt', values: RANGE }],
    ],
    [
      'a value that is not one of the list',
      'rate',
      { at: AT, rating: 'ok' },
      [{ code: 'not-one-of', pointer: '/rating', values: { values: 'very-satisfied, satisfied, not-satisfied' } }],
    ],
    [
      'a number as text',
      'record-payment',
      { at: AT, amount: '15000', means: 'cash' },
      [{ code: 'not-integer', pointer: '/amount' }],
    ],
    [
      'half a đồng',
      'record-payment',
      { at: AT, amount: 0.5, means: 'cash' },
      [{ code: 'not-integer', pointer: '/amount' }],
    ],
    [
      'an endless number',
      'record-payment',
      { at: AT, amount: Infinity, means: 'cash' },
      [{ code: 'not-integer', pointer: '/amount' }],
    ],
    [
      'a negative amount',
      'record-payment',
      { at: AT, amount: -1, means: 'cash' },
      [{ code: 'out-of-range', pointer: '/amount', values: { min: 0, max: 1_000_000_000_000 } }],
    ],
    ['yes in words', 'return-result', { at: AT, byPost: 'true' }, [{ code: 'not-boolean', pointer: '/byPost' }]],
    [
      'a null character',
      'suspend',
      { at: AT, reason: 'a\u0000b' },
      [{ code: 'control-character', pointer: '/reason' }],
    ],
    [
      'an escape character',
      'suspend',
      { at: AT, reason: '\u001b[31m' },
      [{ code: 'control-character', pointer: '/reason' }],
    ],
    ['half a surrogate pair', 'suspend', { at: AT, reason: '\ud83d' }, [{ code: 'broken-text', pointer: '/reason' }]],
    [
      'bytes that were not UTF-8',
      'suspend',
      { at: AT, reason: 'Xu\ufffdn' },
      [{ code: 'broken-text', pointer: '/reason' }],
    ],
    ['only spaces', 'suspend', { at: AT, reason: ' \n ' }, [{ code: 'blank', pointer: '/reason' }]],
    [
      'a reason of 10,000 characters',
      'suspend',
      { at: AT, reason: 'ữ'.repeat(10_000) },
      [{ code: 'too-long', pointer: '/reason', values: { max: 2000, length: 10_000 } }],
    ],
    ['a code with a space', 'transfer', { at: AT, unit: '26 077' }, [{ code: 'token', pointer: '/unit' }]],
    [
      'an invisible character in a code',
      'transfer',
      { at: AT, unit: '26077\u200b' },
      [{ code: 'token', pointer: '/unit' }],
    ],
    [
      'a letter number on two lines',
      'issue-apology',
      { at: AT, reason: 'x', newDate: AT, letterNumber: '5\n6' },
      [{ code: 'one-line', pointer: '/letterNumber' }],
    ],
    [
      'a linked dossier of the wrong shape',
      'complete-linked-stage',
      { at: AT, child: '12345' },
      [{ code: 'dossier-code', pointer: '/child' }],
    ],
    [
      'a wrong item of a list',
      'stop',
      { at: AT, cause: 'split', others: ['H19.45-240122-0001', 'H19.45-240230-0001'] },
      [{ code: 'dossier-code', pointer: '/others/1' }],
    ],
    [
      'a list that is too long',
      'digitise',
      { at: AT, papers: Array.from({ length: 201 }, () => 'x') },
      [{ code: 'too-many', pointer: '/papers', values: { max: 200, count: 201 } }],
    ],
    ['a list that is none', 'digitise', { at: AT, papers: 'x' }, [{ code: 'not-a-list', pointer: '/papers' }]],
    [
      'an applicant in words',
      'substitute-applicant',
      { at: AT, applicant: 'A' },
      [{ code: 'not-an-object', pointer: '/applicant' }],
    ],
    [
      'an applicant that is a list',
      'substitute-applicant',
      { at: AT, applicant: [{}] },
      [{ code: 'not-an-object', pointer: '/applicant' }],
    ],
    [
      'an applicant of nothing',
      'substitute-applicant',
      { at: AT, applicant: {} },
      [{ code: 'empty-object', pointer: '/applicant' }],
    ],
    [
      'faults within the applicant',
      'substitute-applicant',
      { at: AT, applicant: { phone: 'x', email: 'a@b', cmnd: '1', identity: '<b>' } },
      [
        { code: 'phone', pointer: '/applicant/phone' },
        { code: 'email', pointer: '/applicant/email' },
        { code: 'unknown-field', pointer: '/applicant/cmnd' },
        { code: 'identity', pointer: '/applicant/identity' },
      ],
    ],
    [
      'a correction of nothing',
      'correct',
      { at: AT, event: 1, reason: 'x' },
      [{ code: 'nothing-to-correct', pointer: '' }],
    ],
    [
      'a correction of the applicant',
      'correct',
      { at: AT, event: 1, reason: 'x', data: { applicant: 'A' } },
      [{ code: 'unknown-field', pointer: '/data/applicant' }],
    ],
    [
      'a correction of event 0',
      'correct',
      { at: AT, event: 0, reason: 'x', occurredAt: AT },
      [{ code: 'out-of-range', pointer: '/event', values: { min: 1, max: 2_147_483_647 } }],
    ],
  ];

  it.each(table)('%s', (_, type, body, expected) => {
    const sorted = (list: Finding[]) => [...list].sort((a, b) => a.pointer.localeCompare(b.pointer));
    expect(sorted(faults(type, body))).toEqual(sorted(expected));
  });

  it('nesting without end', () => {
    expect(faults('resume', { at: deep(5000) }).map(({ code }) => code)).toContain('too-deep');
  });

  it('names that mean something to JavaScript', () => {
    const body = JSON.parse(`{"at":"${AT}","__proto__":{"x":1},"constructor":1}`) as unknown;
    expect(faults('resume', body)).toEqual([
      { code: 'unknown-field', pointer: '/__proto__' },
      { code: 'unknown-field', pointer: '/constructor' },
    ]);
  });
});

describe('A body with several faults', () => {
  it('names them all at once', () => {
    const body = { at: 'x', outcome: 'maybe', electronic: 1, signature: 'signed', reason: '\u0000', extra: {} };
    expect(
      faults('resolve', body)
        .map(({ pointer, code }) => `${pointer} ${code}`)
        .sort(),
    ).toEqual([
      '/at instant',
      '/electronic not-boolean',
      '/extra unknown-field',
      '/outcome not-one-of',
      '/reason control-character',
    ]);
  });
});

describe('A body that is accepted', () => {
  it('has its instants in UTC, those of nested objects too', () => {
    expect(accepted('request-supplement', { at: AT, answerDue: '2024-12-20T17:00:00.5+07:00' }).value).toEqual({
      type: 'request-supplement',
      at: '2024-12-05T02:30:00.000Z',
      answerDue: '2024-12-20T10:00:00.500Z',
    });
    expect(accepted('correct', { at: AT, event: 2, reason: 'x', data: { stageDue: AT } }).value).toMatchObject({
      data: { stageDue: '2024-12-05T02:30:00.000Z' },
    });
  });

  it('has its texts in NFC, and tells which were not', () => {
    const reading = accepted('substitute-applicant', {
      at: AT,
      applicant: { name: 'Nguyễn Văn A'.normalize('NFD') },
      reason: 'Ủy quyền',
    });
    expect(reading.value).toMatchObject({ applicant: { name: 'Nguyễn Văn A'.normalize('NFC') } });
    expect(reading.changed).toEqual(['/applicant/name']);
  });

  it('may hold line breaks, emoji and markup where people write', () => {
    const reason = 'Thiếu giấy tờ:\n- <b>bản sao</b> 👨‍👩‍👧';
    expect(accepted('suspend', { at: AT, reason }).value).toMatchObject({ reason });
  });

  it('counts the length by characters, after composition', () => {
    expect(faults('suspend', { at: AT, reason: '👍'.repeat(2000) })).toEqual([]);
    expect(faults('suspend', { at: AT, reason: 'ữ'.repeat(2000).normalize('NFD') })).toEqual([]);
  });
});
