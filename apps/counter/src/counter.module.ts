import { Module, type Type } from '@nestjs/common';
import type { Clock } from '#domain';
import { EventStore } from '#event-store';
import { CLOCK, HealthModule, MetricsModule } from '#platform';
import { BatchController } from './batch/batch.controller.js';
import { BatchService } from './batch/batch.service.js';
import { CallerGuard, CallerResolver, NamedCaller } from './caller/caller.js';
import { commandController, unknownCommandController } from './commands/command.controller.js';
import { Dispatcher } from './commands/dispatcher.js';
import { CounterHealth } from './counter-health.js';
import { DossierController } from './dossier/dossier.controller.js';
import { FeedController } from './feed/feed.controller.js';
import { commandTypesOf, KINDS } from './kinds/kinds.js';
import { UnitController } from './unit/unit.controller.js';
import { RequestKeys } from './idempotency/request-keys.js';

/** Every door of the counter. Those for unknown commands come last. */
const controllers: Type[] = [
  ...KINDS.flatMap((kind) => commandTypesOf(kind).map((type) => commandController(kind, type))),
  BatchController,
  FeedController,
  DossierController,
  UnitController,
  ...KINDS.map(unknownCommandController),
];

/** The write side's HTTP doors. Needs `ApplicationModule` beside it; the relay is imported beside it, too. */
@Module({
  imports: [HealthModule, MetricsModule],
  controllers,
  providers: [
    Dispatcher,
    BatchService,
    CounterHealth,
    CallerGuard,
    { provide: CallerResolver, useClass: NamedCaller },
    {
      provide: RequestKeys,
      useFactory: (store: EventStore, clock: Clock) => new RequestKeys(store, clock),
      inject: [EventStore, CLOCK],
    },
  ],
  exports: [Dispatcher],
})
export class CounterModule {}
