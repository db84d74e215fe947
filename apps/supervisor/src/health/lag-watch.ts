import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Application } from '#application';
import type { Clock } from '#domain';
import { CLOCK, databaseIndicator, Health } from '#platform';
import { progress } from '#projections';

/** Figures that are further behind than this are not fit to be shown as live: not ready. */
const MOST_LAG_SECONDS = 60;

/** The supervisor's health: the database answers, and the projector keeps up. */
@Injectable()
export class LagWatch implements OnModuleInit {
  constructor(
    private readonly health: Health,
    private readonly application: Application,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { pool } = this.application;
    this.health.add(databaseIndicator(pool));
    this.health.add({
      name: 'figures',
      check: async () => {
        const { lagEvents, lagSeconds } = await progress(pool, this.clock.now());
        return { up: lagSeconds < MOST_LAG_SECONDS, detail: { lagEvents, lagSeconds } };
      },
    });
  }
}
