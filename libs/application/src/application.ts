import type pg from 'pg';
import type { Clock } from '#domain';
import { EventStore, Vault } from '#event-store';
import { DeadlineClock } from './clock/ask-clock.js';
import { DossierLog } from './commands/dossier-log.js';
import type { ExecuteDossierCommand } from './commands/execute.command.js';
import { ExecuteDossierHandler } from './commands/execute.handler.js';
import { RefusedCommands } from './commands/refused-commands.js';
import { FeedIntake } from './feed/feed-intake.js';
import { ImportLeases } from './feed/import-leases.js';
import { MessageStore } from './feed/message-store.js';
import { LinkedStages } from './linked/linked-stages.js';
import { ReferenceStore } from './reference/reference.store.js';

export interface ApplicationOptions {
  pool: pg.Pool;
  /** 32 bytes: wraps the keys of personal data */
  masterKey: Buffer;
  clock: Clock;
}

/** The write side put together: what the apps provide to Nest and the command line uses as it is. */
export class Application {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly linked: LinkedStages;
  readonly log: DossierLog;
  readonly reference: ReferenceStore;
  readonly handler: ExecuteDossierHandler;
  readonly messages: MessageStore;
  readonly refused: RefusedCommands;
  readonly feed: FeedIntake;
  readonly imports: ImportLeases;
  readonly deadlines: DeadlineClock;

  constructor({ pool, masterKey, clock }: ApplicationOptions) {
    this.pool = pool;
    this.clock = clock;
    this.store = new EventStore(pool, { masterKey });
    this.vault = new Vault(pool, masterKey, clock);
    this.linked = new LinkedStages(pool);
    this.log = new DossierLog(this.store, this.linked);
    this.reference = new ReferenceStore(pool);
    this.handler = new ExecuteDossierHandler(this.log, this.reference, this.vault, clock);
    this.messages = new MessageStore(pool, this.vault);
    this.refused = new RefusedCommands(pool, this.vault, clock);
    this.feed = new FeedIntake(this.log, this.reference, this.vault, this.messages, clock);
    this.imports = new ImportLeases(pool);
    const execute = (command: ExecuteDossierCommand) => this.handler.execute(command);
    this.deadlines = new DeadlineClock(pool, this.linked, execute, clock, this.imports, this.reference);
  }

  /** Waits for the appends in hand. The pool stays the caller's. */
  close(): Promise<void> {
    return this.store.close();
  }
}
