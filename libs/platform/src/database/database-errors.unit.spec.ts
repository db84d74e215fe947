import { describeDatabaseError, isConnectionLost, isTransientDatabaseError } from './database-errors.js';

const URL_WITH_SECRET = 'postgresql://tracker:hush@db.example:6432/dossiers';
const coded = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('faults of the database', () => {
  it.each([
    [coded('ECONNREFUSED'), /cannot be reached \(ECONNREFUSED\): start it, or set DATABASE_URL\.$/],
    [new AggregateError([coded('ECONNREFUSED')]), /cannot be reached/],
    [new Error('timeout exceeded when trying to connect'), /cannot be reached/],
    [coded('28P01'), /refuses the user or the password/],
    [coded('3D000'), /has no such database/],
    [coded('53100'), /The disk of PostgreSQL .* is full/],
    [coded('53300'), /has no free connection/],
    [coded('25006'), /is read-only/],
    [coded('57P03'), /is starting or stopping/],
  ])('are one sentence that names the place and not the password (%#)', (error, sentence) => {
    const said = describeDatabaseError(error, URL_WITH_SECRET);
    expect(said).toMatch(sentence);
    expect(said).toContain('db.example:6432/dossiers');
    expect(said).not.toContain('hush');
  });

  it('are left alone when nobody can mend them from outside', () => {
    expect(describeDatabaseError(coded('42601', 'syntax error'), URL_WITH_SECRET)).toBeNull();
  });

  it('are transient when a later try may succeed', () => {
    const passing = ['40001', '40P01', '53100', '53300', '57014', '57P01', '57P02', '57P03', '58030', '25P03', '08006'];
    expect([...passing, 'ECONNRESET'].filter((code) => !isTransientDatabaseError(coded(code)))).toEqual([]);
    for (const code of ['23505', '22P02', '42601', '']) expect(isTransientDatabaseError(coded(code))).toBe(false);
    expect(isTransientDatabaseError(new TypeError('x is not a function'))).toBe(false);
  });

  it('leave the commit unknown only when the connection was lost', () => {
    expect(isConnectionLost(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isConnectionLost(coded('57P01'))).toBe(true);
    expect(isConnectionLost(coded('40P01'))).toBe(false);
  });
});
