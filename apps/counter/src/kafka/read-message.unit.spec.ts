import type { KafkaMessage } from 'kafkajs';
import { topicMessage } from '#event-stream';
import type { Problem } from '#platform';
import { readMessage } from './read-message.js';
import { withoutSendersNames } from './rejections.js';

const CODE = 'H19.45.22-241202-0001';
const RECEIPT = { at: '2024-12-02T08:00:00+07:00', procedure: '1.004884', unit: '26077', applicant: { name: 'Mẫu' } };
const HEADERS = { ce_specversion: '1.0', ce_id: 'c-1', ce_source: 'quay-1', ce_type: 'receive', ce_subject: CODE };

function read(value: string, headers: object = {}) {
  const message = { key: Buffer.from(CODE), value: Buffer.from(value), headers: { ...HEADERS, ...headers } };
  return readMessage(topicMessage(message as unknown as KafkaMessage, 'commands', 0));
}
function problemOf(value: string, headers: object = {}): Problem {
  const reading = read(value, headers);
  if (reading.ok) throw new Error('it was taken');
  return reading.problem;
}

describe('a message that is no command', () => {
  it.each(Object.keys(HEADERS))('because its header %s has no value is told so', (name) => {
    const missing = [{ header: name, code: 'missing-header' }];
    expect(problemOf(JSON.stringify(RECEIPT), { [name]: null }).errors).toMatchObject(missing);
  });

  it('because a field is named by half a character is told so', () => {
    const value = `{"\\ud800":1,${JSON.stringify(RECEIPT).slice(1)}`;
    expect(problemOf(value).errors).toMatchObject([{ code: 'unknown-field', pointer: '#/%EF%BF%BD' }]);
  });

  it.each([
    ['an unknown field', { '0912345678': 1 }, '#'],
    ['an unknown field with a control character', { '0912345678': 'a\0' }, '#'],
    ['a field within an unknown field', { applicant: { '0912345678': { name: 'a\0' } } }, '#/applicant'],
    ['a known field', { applicant: { name: 'a\0' } }, '#/applicant/name'],
  ])('is told without a name that the sender gave: %s', (_, more, pointer) => {
    const safe = withoutSendersNames(problemOf(JSON.stringify({ ...RECEIPT, ...more })));
    expect(JSON.stringify(safe)).not.toContain('0912345678');
    for (const error of safe.errors!) expect(error.pointer).toBe(pointer);
  });
});

it('a message of which a younger rule refuses a date is read all the same: it may be one of before that comes again', () => {
  const late = JSON.stringify({ ...RECEIPT, dueAt: '9999-12-31T17:00:00+07:00' });
  expect(read(late)).toMatchObject({
    ok: true,
    command: {
      accepted: {
        command: { type: 'receive', dueAt: '9999-12-31T10:00:00.000Z' },
        refused: { status: 422, errors: [{ pointer: '#/dueAt', code: 'date-out-of-range' }] },
      },
    },
  });
  expect(problemOf(late, { ce_id: 'c 1' }).errors).toMatchObject([{ header: 'ce_id' }, { pointer: '#/dueAt' }]);
});

describe('a message about something else than a dossier', () => {
  const KEY = '26080@2019-06-01';
  const readOf = (kind: string, type: string, body: object) =>
    readMessage(
      topicMessage(
        {
          key: Buffer.from(KEY),
          value: Buffer.from(JSON.stringify(body)),
          headers: { ...HEADERS, ce_kind: kind, ce_type: type, ce_subject: KEY },
        } as unknown as KafkaMessage,
        'commands',
        0,
      ),
    );
  const body = { at: '2024-12-02T08:00:00+07:00', from: '2024-12-02', officersOnDuty: 4 };

  it('says of what kind it is', () => {
    expect(readOf('unit', 'change', body)).toMatchObject({
      ok: true,
      command: { accepted: { kind: 'unit', code: KEY, command: { type: 'change', officersOnDuty: 4 } } },
    });
  });

  it.each([
    ['letter', 'change', { errors: [{ header: 'ce_kind', code: 'not-one-of' }] }],
    ['unit', 'receive', { type: '/problems/unknown-command' }],
    ['dossier', 'resume', { errors: [{ parameter: 'code', code: 'dossier-code' }, { pointer: '#/from' }, {}] }],
  ])('is refused with its reason: %s %s', (kind, type, problem) => {
    expect(readOf(kind, type, body)).toMatchObject({ ok: false, problem });
  });
});
