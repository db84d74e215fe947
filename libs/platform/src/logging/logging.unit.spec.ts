import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';
import { pathOfCodes } from './path-of-codes.js';
import { maskText, safeError } from './personal.js';

function written(use: (logger: ReturnType<typeof createLogger>) => void): {
  text: string;
  lines: Record<string, unknown>[];
} {
  let text = '';
  use(createLogger({ app: 'test', level: 'trace', format: 'json' }, { write: (line: string) => void (text += line) }));
  const lines = text.trim().split('\n').filter(Boolean);
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('writes one object a line with the level as a word and the instant in UTC', () => {
    const { lines } = written((logger) => logger.info({ position: 12n }, 'appended'));
    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/Z$/) as string, app: 'test', position: '12', msg: 'appended' },
    ]);
  });

  it('hides personal values by their keys at any depth, in lists too', () => {
    const { text } = written((logger) =>
      logger.warn(
        {
          item: { applicant: { full_name: 'Nguyễn Văn An' } },
          list: [{ SoDienThoai: '0912345678' }, { reason: 'nhà có tang' }],
        },
        'refused',
      ),
    );
    for (const secret of ['Nguyễn', '0912345678', 'tang']) expect(text).not.toContain(secret);
  });

  it('hides telephone and identity numbers, addresses of mail and passwords in texts', () => {
    const { text } = written((logger) => {
      logger.info('call 0912 345 678 or +84912345678, id 079123456789, an@example.vn');
      logger.error({ err: new Error('Key (phone)=(0912345678) already exists') }, 'failed');
      logger.info({ address_of: 'postgresql://tracker:hush@db/tracker' }, 'x');
    });
    for (const secret of ['345 678', '84912345678', '079123456789', 'example.vn', '0912345678', 'hush'])
      expect(text).not.toContain(secret);
  });

  it('keeps dossier codes, instants and positions readable', () => {
    const line =
      'H19.101-241205-0012 and 000.12.34.H19-241205-000123 at 2024-12-05T10:00:00.000Z, position 1234567890123';
    expect(maskText(line)).toBe(line);
  });

  it('shortens a text that is longer than anything of ours, and says so', () => {
    const masked = maskText(`${'x'.repeat(40_000)} an@example.vn`);
    expect(masked).toMatch(/^x{32768}… \(40008 characters\)$/);
  });

  it('looks at each character of a long word a bounded number of times', () => {
    // each of these took minutes while a word was tried from each of its characters
    for (const word of ['a', 'a.', '.', '-', '0', 'a@', '@a', 'postgres://a:', '0 '])
      expect(maskText(word.repeat(200_000)).length).toBeLessThan(70_000);
  });

  it('tells of a database error its kind and objects but no values of rows', () => {
    const error = Object.assign(new Error('duplicate key value violates unique constraint "person_key"'), {
      code: '23505',
      constraint: 'person_key',
      detail: 'Key (name)=(Nguyễn Văn An) already exists.',
      query: 'insert …',
      parameters: ['Nguyễn Văn An'],
    });
    expect(safeError(error)).toMatchObject({ code: '23505', constraint: 'person_key' });
    expect(JSON.stringify(safeError(error))).not.toContain('An)');
    expect(JSON.stringify(safeError(new Error('outer', { cause: error })))).not.toContain('Nguyễn');
  });

  it('tells no value that a database or a parser could not read', () => {
    const error = Object.assign(new Error('invalid input syntax for type uuid: "Nguyễn Văn An"'), { code: '22P02' });
    expect(JSON.stringify(safeError(error))).not.toContain('Nguyễn');
    try {
      JSON.parse('Nguyễn Văn An');
    } catch (broken) {
      expect(JSON.stringify(safeError(broken))).not.toContain('Văn An');
    }
  });

  it('tells of a path only the steps that are codes', () => {
    expect(pathOfCodes('/v1/dossiers/H19.45.22-241205-0001/receive?q=An')).toBe(
      '/v1/dossiers/H19.45.22-241205-0001/receive',
    );
    expect(pathOfCodes('/units/26080@2024-11-01')).toBe('/units/26080@2024-11-01');
    expect(pathOfCodes(`/v1/dossiers/${encodeURIComponent('Nguyễn Văn An')}/0912345678`)).toBe(
      '/v1/dossiers/[hidden]/[hidden]',
    );
  });

  it('does not fall over what refers to itself', () => {
    const self: Record<string, unknown> = {};
    self.self = self;
    expect(written((logger) => logger.info(self, 'x')).lines).toHaveLength(1);
  });

  it('takes Nest’s own messages, with their context', () => {
    const { lines } = written((logger) => {
      new NestLogger(logger).error('broken', 'Error: broken\n at x', 'ExceptionsHandler');
      new NestLogger(logger).log('Mapped', 'RouterExplorer');
    });
    expect(lines).toMatchObject([
      { level: 'error', context: 'ExceptionsHandler', stack: 'Error: broken\n at x', msg: 'broken' },
      { level: 'debug', context: 'RouterExplorer', msg: 'Mapped' },
    ]);
  });
});
