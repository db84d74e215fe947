import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { Application, calendarIndicator } from '#application';
import type { Clock } from '#domain';
import { CLOCK, databaseIndicator, Health, METRICS } from '#platform';
import { progress } from '#projections';

/** Figures that are further behind than this, because a projector is slow or has crashed, are not fit to be shown: not ready. */
const MOST_LAG_SECONDS = 60;

interface Lag {
  lagEvents: number;
  lagSeconds: number;
}

/** The supervisor's health and measures: the database answers, and the projector keeps up. */
@Injectable()
export class LagWatch implements OnModuleInit {
  constructor(
    private readonly health: Health,
    private readonly application: Application,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(METRICS) private readonly registry: Registry,
  ) {}

  onModuleInit(): void {
    this.health.add(databaseIndicator(this.application.pool));
    this.health.add(calendarIndicator(this.application.reference, this.clock));
    this.health.add({
      name: 'figures',
      check: async () => {
        const { lagEvents, lagSeconds } = await this.lag();
        return { up: lagSeconds < MOST_LAG_SECONDS, detail: { lagEvents, lagSeconds } };
      },
    });
    this.gauge('tracker_figures_lag_seconds', 'How far the figures are behind', ({ lagSeconds }) => lagSeconds);
    this.gauge('tracker_figures_lag_events', 'Events that the figures do not count yet', ({ lagEvents }) => lagEvents);
  }

  private gauge(name: string, help: string, of: (lag: Lag) => number): void {
    const lag = (): Promise<Lag> => this.lag();
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        // a database that is away must not take the other measures with it
        const now = await lag().catch(() => null);
        if (now) this.set(of(now));
      },
    });
  }

  private lag(): Promise<Lag> {
    return progress(this.application.pool, this.clock.now());
  }
}
