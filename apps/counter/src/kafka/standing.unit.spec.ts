import { LogUnavailableError } from '#event-store';
import { SILENT, type TopicMessage } from '#event-stream';
import { Standing } from './standing.js';

const PHONE = '0912345678';
const message = (offset: number): TopicMessage => ({
  topic: 'commands',
  partition: 3,
  offset: String(offset),
  timestamp: null,
  key: Buffer.from(`key of ${PHONE}`),
  headers: {},
  value: Buffer.from(PHONE),
});
const fault = (code: string): Error => Object.assign(new Error(`row (${PHONE}) is refused`), { code });

function watched() {
  const lines: { level: string; fields: Record<string, unknown> }[] = [];
  const clock = { ms: 5_000 };
  const logger = {
    ...SILENT,
    info: (fields: object) => void lines.push({ level: 'info', fields: { ...fields } }),
    error: (fields: object) => void lines.push({ level: 'error', fields: { ...fields } }),
  };
  return { lines, clock, standing: new Standing({ logger, now: () => clock.ms }) };
}

describe('a message in hand', () => {
  it('is nobody’s concern before it has stood for a minute', () => {
    const { lines, clock, standing } = watched();
    const one = message(1);
    standing.begun(one);
    expect([standing.failed(one, fault('42501')), standing.failed(one, fault('42501'))]).toEqual([true, false]);
    clock.ms += 59_999;
    standing.report();
    expect([standing.many, standing.seconds, standing.sentence, lines]).toEqual([0, 59.999, null, []]);
  });

  it('that stands is told with its place and the kind of its last fault, once a minute, until all goes on', () => {
    const { lines, clock, standing } = watched();
    const [first, second, fresh] = [message(17), message(18), message(19)];
    standing.begun(first);
    standing.begun(second);
    standing.failed(second, fault('42501'));
    standing.failed(first, fault('42501'));
    standing.failed(first, new LogUnavailableError('the log refuses the call', true, { cause: fault('P0001') }));
    clock.ms += 60_000;
    standing.begun(fresh);
    for (let i = 0; i < 3; i++) standing.report();
    expect(standing.sentence).toBe(
      'A command by Kafka can neither be decided nor refused for 60 s (topic commands, partition 3, offset 17; 2 in all): ' +
        'LogUnavailableError, because of Error P0001.',
    );
    const place = { topic: 'commands', partition: 3, seconds: 60 };
    expect(lines).toMatchObject([
      {
        level: 'error',
        fields: {
          standing: 2,
          oldest: [
            { ...place, offset: '17' },
            { ...place, offset: '18' },
          ],
        },
      },
    ]);
    standing.ended(fresh);
    clock.ms += 60_000;
    standing.report();
    expect(lines.map(({ level }) => level)).toEqual(['error', 'error']);

    standing.ended(first);
    standing.ended(second);
    for (let i = 0; i < 3; i++) standing.report();
    expect(lines.map(({ level }) => level)).toEqual(['error', 'error', 'info']);
    expect([standing.many, standing.seconds, standing.sentence]).toEqual([0, 0, null]);
  });

  it('that nobody answers stands, too', () => {
    const { clock, standing } = watched();
    standing.begun(message(5));
    clock.ms += 60_000;
    expect(standing.sentence).toContain('offset 5; 1 in all): no answer.');
  });

  it('is one of ten that are named, the oldest first', () => {
    const { lines, clock, standing } = watched();
    for (let offset = 0; offset < 2_000; offset++) standing.begun(message(offset));
    clock.ms += 60_000;
    standing.report();
    const [{ fields }] = lines as [(typeof lines)[number]];
    expect(fields.standing).toBe(2_000);
    expect((fields.oldest as { offset: string }[]).map(({ offset }) => Number(offset))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });
});
