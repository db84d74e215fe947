import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Application, calendarIndicator } from '#application';
import { databaseIndicator, Health } from '#platform';

/** A counter is ready while the log's database answers. */
@Injectable()
export class CounterHealth implements OnModuleInit {
  constructor(
    private readonly health: Health,
    private readonly application: Application,
  ) {}

  onModuleInit(): void {
    this.health.add(databaseIndicator(this.application.pool));
    this.health.add(calendarIndicator(this.application.reference, this.application.clock));
  }
}
