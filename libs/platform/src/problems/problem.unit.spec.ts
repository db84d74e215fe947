import { type ArgumentsHost, BadRequestException, ServiceUnavailableException } from '@nestjs/common';
import type { Logger } from '../logging/logger.js';
import { sayConstraint } from './messages.vi.js';
import { pointer, problem, refuse } from './problem.js';
import { ProblemFilter, problemOf } from './problem-filter.js';

describe('problem details', () => {
  it('point into the body as RFC 6901 writes pointers in a URI', () => {
    expect(pointer()).toBe('#');
    expect(pointer('items', 0, 'code')).toBe('#/items/0/code');
    expect(pointer('a/b', 'c~d', 'ngày')).toBe('#/a~1b/c~0d/ng%C3%A0y');
  });

  it('keep what was thrown as a problem', () => {
    const thrown = refuse('conflict', { detail: 'Hồ sơ đã có kết quả.', standing: 'resolved' });
    expect(problemOf(thrown)).toEqual({
      type: '/problems/conflict',
      title: 'Xung đột với trạng thái hiện tại',
      status: 409,
      detail: 'Hồ sơ đã có kết quả.',
      standing: 'resolved',
    });
  });

  it('tell nothing of the inside of the system', () => {
    const said = JSON.stringify(problemOf(new Error('relation "log.event" does not exist')));
    expect(said).not.toContain('log.event');
    expect(problemOf(new Error('x')).status).toBe(500);
  });

  it('answer 503 while the database is away', () => {
    expect(problemOf(Object.assign(new Error(), { code: 'ECONNREFUSED' })).status).toBe(503);
    expect(problemOf(new ServiceUnavailableException()).status).toBe(503);
  });

  it.each([
    ['a fault of ours is an error', new Error('x'), ['error', true]],
    [
      'a database that is away is a warning with its cause',
      Object.assign(new Error(), { code: 'ECONNREFUSED' }),
      ['warn', true],
    ],
    ['somebody above a limit is a warning and no more', refuse('unavailable', { detail: 'Đầy.' }), ['warn', false]],
    ['what a client sent is told to the client alone', new BadRequestException('x'), undefined],
  ])('are logged by whose fault they are: %s', (_, error, expected) => {
    const lines: [string, boolean][] = [];
    const line = (level: string) => (about: object) => void lines.push([level, 'err' in about]);
    const response = {
      headersSent: false,
      setHeader: () => response,
      status: () => response,
      type: () => response,
      send: () => response,
    };
    const http = { getRequest: () => ({ originalUrl: '/a?b', method: 'GET' }), getResponse: () => response };
    const host = { switchToHttp: () => http } as unknown as ArgumentsHost;
    new ProblemFilter({ error: line('error'), warn: line('warn') } as unknown as Logger).catch(error, host);
    expect(lines[0]).toEqual(expected);
  });

  it('never answer 500 for what a client sent', () => {
    expect(problemOf(new BadRequestException('x')).status).toBe(400);
    expect(problemOf(new URIError('URI malformed')).status).toBe(400);
    expect(problemOf({ status: 418 }).status).toBe(400);
    expect(problemOf({ statusCode: 416, expose: true }).status).toBe(400);
  });

  it('are of one kind per status', () => {
    expect(problem('too-large')).toMatchObject({ type: '/problems/too-large', status: 413 });
  });

  it('say class-validator’s constraints in Vietnamese, and keep messages that are Vietnamese already', () => {
    expect(sayConstraint('maxLength', 'code must be shorter than or equal to 50 characters')).toEqual({
      code: 'too-long',
      detail: 'Không được dài quá 50 ký tự.',
    });
    expect(sayConstraint('isIn', 'kind must be one of the following values: a, b')).toEqual({
      code: 'not-a-known-value',
      detail: 'Phải là một trong: a, b.',
    });
    expect(
      sayConstraint('isLength', 'c must be longer than or equal to 2 and shorter than or equal to 5 characters'),
    ).toEqual({
      code: 'wrong-length',
      detail: 'Phải có từ 2 đến 5 ký tự.',
    });
    expect(sayConstraint('matches', 'Mã hồ sơ phải có dạng H19…')).toEqual({
      code: 'wrong-format',
      detail: 'Mã hồ sơ phải có dạng H19…',
    });
    expect(sayConstraint('someNewRule', 'x must do')).toEqual({
      code: 'some-new-rule',
      detail: 'Giá trị không hợp lệ.',
    });
  });
});
