import type pg from 'pg';
import { EventStore } from '#event-store';
import { compareWithLog, whenCaughtUp } from '#projections';
import { type Program, type Settings, startApp } from '../test/programs.js';
import { digitised, received, resolved, writeTo } from '../test/written-log.js';

/** A migrated database, programs on it, and a log that the spec writes itself. */
export interface Stage {
  pool: pg.Pool;
  store: EventStore;
  settings: Settings;
  /** Writes new dossiers with three events each. */
  write(dossiers: number): Promise<void>;
  /** Starts an app and waits until it listens. */
  start(app: string): Promise<Program>;
  /** Waits until all is folded. A recount from the log must agree in every cell, mark and dossier. */
  expectAgreement(withinMs?: number): Promise<void>;
}

/** @param dossiers how many the log has already */
export function openStage(pool: pg.Pool, settings: Settings, dossiers = 0): Stage {
  const store = new EventStore(pool);
  let known = dossiers;
  return {
    pool,
    store,
    settings,
    async write(n) {
      const codes = Array.from({ length: n }, () => `H19.45.22-241216-${String(++known).padStart(4, '0')}`);
      await Promise.all(codes.map((code) => writeTo(store, code, [received(), digitised(), resolved()])));
    },
    async start(app) {
      const program = startApp(app, settings);
      await program.printed(/"url":"http/);
      return program;
    },
    async expectAgreement(withinMs = 90_000) {
      await whenCaughtUp(pool, (await store.head()).position, { timeoutMs: withinMs });
      const compared = await compareWithLog({ pool, store });
      expect(compared).toMatchObject({ differences: [], dossiers: known });
    },
  };
}
