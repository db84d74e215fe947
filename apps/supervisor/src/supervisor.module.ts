import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { HealthModule, MetricsModule } from '#platform';
import { AccessGuard, AccessPolicy, AllowAll } from './access/access.js';
import { DossierController } from './dossier/dossier.controller.js';
import { DossierHandler } from './dossier/dossier.handler.js';
import { DrillController } from './drill/drill.controller.js';
import { DrillHandler } from './drill/drill.handler.js';
import { LagWatch } from './health/lag-watch.js';
import { LiveController } from './live/live.controller.js';
import { LIVE_LIMITS, LiveHub, type LiveLimits } from './live/live.hub.js';
import { LIVE_SOURCE, type LiveSource } from './live/live-source.js';
import { MetaController } from './meta/meta.controller.js';
import { MetaHandler } from './meta/meta.handler.js';
import { OperationsController } from './operations/operations.controller.js';
import { OperationsHandler } from './operations/operations.handler.js';
import { OverviewController } from './overview/overview.controller.js';
import { OverviewHandler } from './overview/overview.handler.js';
import { PageModule } from './page/page.module.js';
import { AsOfReader } from './query/as-of.js';
import { DEMONSTRATION, type DemonstrationOffset } from './query/demonstration.js';
import { PresentReader } from './query/present.js';
import { ReadModel } from './query/read-model.js';
import { SearchController } from './search/search.controller.js';
import { SearchHandler } from './search/search.handler.js';
import { UnitController } from './unit/unit.controller.js';
import { UnitHandler } from './unit/unit.handler.js';
import { WeeksController } from './weeks/weeks.controller.js';
import { WeeksHandler } from './weeks/weeks.handler.js';
import { WorklistExportHandler } from './worklist/worklist-export.handler.js';
import { WorklistController } from './worklist/worklist.controller.js';
import { WorklistHandler } from './worklist/worklist.handler.js';

export interface SupervisorOptions {
  /** what tells of changes, for the live stream */
  live: LiveSource;
  limits: LiveLimits;
  demonstration: DemonstrationOffset;
  /** folder into which the page was built */
  pageFolder: string;
}

/** The read side: answers for the page, its live stream, the page itself. Needs `ApplicationModule` beside it. */
@Module({})
export class SupervisorModule {
  static forRoot({ live, limits, demonstration, pageFolder }: SupervisorOptions): DynamicModule {
    return {
      module: SupervisorModule,
      imports: [HealthModule, MetricsModule, PageModule.forRoot(pageFolder)],
      controllers: [
        MetaController,
        OverviewController,
        WeeksController,
        UnitController,
        DrillController,
        WorklistController,
        DossierController,
        SearchController,
        OperationsController,
        LiveController,
      ],
      providers: [
        { provide: LIVE_SOURCE, useValue: live },
        { provide: LIVE_LIMITS, useValue: limits },
        { provide: DEMONSTRATION, useValue: demonstration },
        { provide: AccessPolicy, useClass: AllowAll },
        { provide: APP_GUARD, useClass: AccessGuard },
        PresentReader,
        ReadModel,
        AsOfReader,
        LagWatch,
        LiveHub,
        MetaHandler,
        OverviewHandler,
        WeeksHandler,
        UnitHandler,
        DrillHandler,
        WorklistHandler,
        WorklistExportHandler,
        DossierHandler,
        SearchHandler,
        OperationsHandler,
      ],
    };
  }
}
