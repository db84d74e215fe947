import type pg from 'pg';
import { wakeups } from '#event-store';
import { clientConfig } from '#platform';
import { CHANGED, standOf } from '#projections';
import type { LiveSource } from './live-source.js';

/** A notice can be lost with its connection: the tables are looked at this often all the same. */
const POLL_MS = 1_000;

/** Tells of changes by the projector's notices. @param url a direct connection, never through a pooler of transactions */
export function projectionSource(pool: pg.Pool, url: string): LiveSource {
  return {
    changes: (signal) => wakeups(clientConfig(url, { applicationName: 'tracker live' }), signal, POLL_MS, CHANGED),
    stand: () => standOf(pool),
  };
}
