import type { QueryRunner } from 'typeorm';
import { logOwner } from './sql/owner.sql.js';

/** Runs statements as the role that owns the log, whichever that is here. */
export async function changeLog(runner: QueryRunner, ...statements: string[]): Promise<void> {
  const [{ owner }] = (await runner.query(logOwner)) as [{ owner: string }];
  await runner.query(`set local role "${owner}"`);
  for (const statement of statements) await runner.query(statement);
  await runner.query('reset role');
}
