import type pg from 'pg';
import type { HealthIndicator } from './health.js';

/** Ready only while the database answers. */
export const databaseIndicator = (pool: pg.Pool): HealthIndicator => ({
  name: 'database',
  async check() {
    await pool.query('select 1');
    return { up: true };
  },
});
