import { Module } from '@nestjs/common';
import { HealthModule, MetricsModule } from '#platform';
import { DeadlineSweeper } from './deadline-sweeper.js';

/** The deadline clock. Needs `ApplicationModule` beside it. */
@Module({ imports: [HealthModule, MetricsModule], providers: [DeadlineSweeper] })
export class ClerkModule {}
