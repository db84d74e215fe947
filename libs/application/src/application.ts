import type pg from 'pg';
import { type Clock, UNIT_KIND } from '#domain';
import { EventStore, Vault } from '#event-store';
import { DeadlineClock } from './clock/ask-clock.js';
import { dossierDoor } from './dossier/dossier-door.js';
import { DossierLog } from './dossier/dossier-log.js';
import { LinkedStages } from './dossier/linked/linked-stages.js';
import type { ExecuteCommand } from './execution/execute.command.js';
import { ExecuteHandler } from './execution/execute.handler.js';
import { Execution } from './execution/execution.js';
import { FactLog } from './execution/fact-log.js';
import { anyDoor } from './execution/kind-door.js';
import { RefusedCommands } from './commands/refused-commands.js';
import { FeedIntake } from './feed/feed-intake.js';
import { ImportLeases } from './feed/import-leases.js';
import { MessageStore } from './feed/message-store.js';
import { ReferenceStore } from './reference/reference.store.js';
import { unitDoor } from './unit/unit-door.js';

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
  readonly handler: ExecuteHandler;
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
    const execution = new Execution(this.reference, this.vault, clock);
    const units = new FactLog(this.store, UNIT_KIND);
    const doors = [anyDoor(dossierDoor(this.log, this.vault)), anyDoor(unitDoor(units))];
    this.handler = new ExecuteHandler(doors, execution, this.vault);
    this.messages = new MessageStore(pool, this.vault);
    this.refused = new RefusedCommands(pool, this.vault, clock);
    this.feed = new FeedIntake(this.log, execution, this.vault, this.messages, clock);
    this.imports = new ImportLeases(pool);
    const execute = (command: ExecuteCommand) => this.handler.execute(command);
    this.deadlines = new DeadlineClock(pool, this.linked, execute, clock, this.imports, this.reference);
  }

  /** Waits for the appends in hand. The pool stays the caller's. */
  close(): Promise<void> {
    return this.store.close();
  }
}
