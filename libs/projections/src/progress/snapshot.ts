import { inTransaction } from '#platform';
import type pg from 'pg';

/** Runs several questions on one state of the read tables, so that their answers agree; reads only. */
export const readSnapshot = <T>(pool: pg.Pool, question: (db: pg.ClientBase) => Promise<T>): Promise<T> =>
  inTransaction(pool, 'begin isolation level repeatable read read only', question);
