import type { System } from '#application';
import { pause } from '#event-stream';
import { isCaughtUp, Projector } from '#projections';

/** How long a running projector may stand still before the command folds by itself. */
const PATIENCE_MS = 1_500;

/** The read side as a command needs it: beside a running system, or alone on a stopped one. */
export class Readers {
  readonly projector: Projector;
  private readonly ending = new AbortController();

  constructor(private readonly system: System) {
    const { pool, application } = system;
    this.projector = new Projector({ pool, store: application.store, vault: application.vault, clock: system.clock });
  }

  /**
   * Waits until everything that is recorded now is folded. A running projector gets the time to do it; where none is, or
   * it stands still, the command folds straight from the log: the checkpoints let only one of them win.
   */
  async catchUp(onProgress?: (position: bigint, head: bigint) => void): Promise<void> {
    const { pool, application } = this.system;
    const { position: head } = await application.store.head();
    const patience = performance.now() + ((await this.isRunning()) ? PATIENCE_MS : 0);
    while (performance.now() < patience) {
      if (await isCaughtUp(pool, head)) return;
      await pause(25, this.ending.signal);
    }
    await this.projector.catchUp(head, { signal: this.ending.signal, onProgress });
  }

  /** Whether a projector is at work on this database: it holds slots of the log, or is known to read from Kafka. */
  private async isRunning(): Promise<boolean> {
    const { rowCount } = await this.system.pool.query(
      `select 1 from pg_stat_activity
        where datname = current_database() and application_name in ('tracker projector', 'tracker standalone') limit 1`,
    );
    return (rowCount ?? 0) > 0;
  }

  close(): void {
    this.ending.abort();
  }
}
