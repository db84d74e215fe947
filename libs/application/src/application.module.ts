import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore, Vault } from '#event-store';
import { CLOCK, type Logger, safeError } from '#platform';
import { Application } from './application.js';
import { DeadlineClock } from './clock/ask-clock.js';
import { DossierLog } from './dossier/dossier-log.js';
import { ExecuteHandler } from './execution/execute.handler.js';
import { FeedIntake } from './feed/feed-intake.js';
import { ImportLeases } from './feed/import-leases.js';
import { MessageStore } from './feed/message-store.js';
import { ReferenceStore } from './reference/reference.store.js';

/** Injection token of the process's structured log. */
export const LOGGER = Symbol('LOGGER');

const part = <K extends keyof Application>(token: unknown, key: K) => ({
  provide: token as never,
  useFactory: (application: Application) => application[key],
  inject: [Application],
});

const PARTS = [
  part(CLOCK, 'clock'),
  part(EventStore, 'store'),
  part(Vault, 'vault'),
  part(DossierLog, 'log'),
  part(ReferenceStore, 'reference'),
  part(ExecuteHandler, 'handler'),
  part(MessageStore, 'messages'),
  part(FeedIntake, 'feed'),
  part(ImportLeases, 'imports'),
  part(DeadlineClock, 'deadlines'),
];

/** The write side as a Nest module: commands go through Nest's `CommandBus`. One instance serves all apps of a process. */
@Global()
@Module({})
export class ApplicationModule implements OnApplicationShutdown {
  constructor(@Inject(Application) private readonly application: Application) {}

  static forRoot(application: Application, logger: Logger): DynamicModule {
    application.feed.onFault = (error) =>
      logger.error({ error: safeError(error) }, 'a message of the feed cannot be decided; it is kept aside');
    return {
      module: ApplicationModule,
      imports: [CqrsModule.forRoot()],
      providers: [{ provide: Application, useValue: application }, { provide: LOGGER, useValue: logger }, ...PARTS],
      exports: [CqrsModule, Application, LOGGER, ...PARTS.map(({ provide }) => provide)],
    };
  }

  /** Waits for the appends in hand, so that nothing acknowledged is lost and nothing in hand is cut off. */
  async onApplicationShutdown(): Promise<void> {
    await this.application.close();
  }
}
