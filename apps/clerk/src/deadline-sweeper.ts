import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { DeadlineClock, ImportLeases, LOGGER } from '#application';
import { Health, type Logger, METRICS, safeError } from '#platform';

/** How long a dossier may be past its due instant before it is asked. */
const EVERY_MS = 2_000;
/** No sweep for so long: not ready. */
const STALE_MS = 60_000;

/**
 * Asks the dossiers whose due instant has passed, again and again. It only asks: the dossier decides, and asking twice
 * changes nothing, so several clerks beside each other are harmless and no lock is needed.
 */
@Injectable()
export class DeadlineSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly overdue: Counter;
  private running: Promise<void> | undefined;
  private sweptAt = Date.now();

  constructor(
    private readonly deadlines: DeadlineClock,
    imports: ImportLeases,
    health: Health,
    @Inject(METRICS) registry: Registry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.overdue = new Counter({
      name: 'tracker_became_overdue_total',
      help: 'Dossiers found overdue by the deadline clock',
      registers: [registry],
    });
    const age: Gauge = new Gauge({
      name: 'tracker_deadline_sweep_age_seconds',
      help: 'Seconds since the last complete sweep of the deadline clock',
      registers: [registry],
      collect: () => age.set((Date.now() - this.sweptAt) / 1000),
    });
    health.add({
      name: 'deadline-clock',
      check: () => ({
        up: Date.now() - this.sweptAt < STALE_MS,
        detail: { secondsSinceSweep: Math.round((Date.now() - this.sweptAt) / 1000) },
      }),
    });
    // not asked meanwhile: whoever wonders why nothing becomes overdue finds it here
    health.add({
      name: 'imports',
      check: async () => ({ up: true, detail: { running: await imports.running() } }),
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.sweepOnAndOn();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async sweepOnAndOn(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const { asked, becameOverdue } = await this.deadlines.sweep(undefined, signal);
        this.sweptAt = Date.now();
        this.overdue.inc(becameOverdue);
        if (becameOverdue > 0) this.logger.info({ asked, becameOverdue }, 'deadlines asked');
      } catch (error) {
        // the database is away, or a dossier is busy: the next sweep asks again
        this.logger.warn({ error: safeError(error) }, 'the sweep was cut short');
      }
      await wait(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
