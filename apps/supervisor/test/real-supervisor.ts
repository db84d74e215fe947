import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Application,
  type CommandInput,
  dossierCommand,
  migrations,
  type Outcome,
  projectFolder,
  seedFolder,
  startApp,
  type System,
} from '#application';
import { LogStream, type Subscription } from '#event-stream';
import { createLogger, type PlatformConfig } from '#platform';
import { Projector } from '#projections';
import { startTestDatabase, type TestDatabase, SEEDED_AT } from '#testing';
import { projectionSource } from '../src/live/log-live-source.js';
import { PRODUCED } from '../src/supervisor.js';
import { SupervisorModule } from '../src/supervisor.module.js';

export interface Reply<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** Few, so that a spec can fill them. */
export const MAX_VIEWERS = 20;

/** The supervisor as it runs, on a real PostgreSQL and the real projector, with a clock that the spec sets. */
export class RealSupervisor {
  now = '2024-12-20T03:00:00.000Z';
  demonstrationOffset: number | null = null;
  address!: string;
  application!: Application;
  database!: TestDatabase;
  projector!: Projector;
  pageFolder!: string;
  private commands = 0;
  private following: Subscription | undefined;
  private running!: { stop(): Promise<void> };

  static async start(): Promise<RealSupervisor> {
    const it = new RealSupervisor();
    const seeds = join(projectFolder(), 'seeds');
    it.database = await startTestDatabase({
      migrations,
      seed: { key: 'seeds', run: async (pool) => void (await seedFolder(pool, seeds, { now: SEEDED_AT })) },
    });
    const { pool, url } = it.database;
    const clock = { now: () => it.now };
    const application = new Application({ pool, masterKey: Buffer.alloc(32, 7), clock });
    it.application = application;
    it.projector = new Projector({ pool, store: application.store, vault: application.vault, clock });
    it.pageFolder = await mkdtemp(join(tmpdir(), 'supervisor-page-'));
    const system = { url, pool, application, clock, close: () => application.close() } as unknown as System;
    const logger = createLogger({ app: 'supervisor', level: 'silent', format: 'json' });
    const supervisor = SupervisorModule.forRoot({
      live: projectionSource(pool, url),
      limits: { maxViewers: MAX_VIEWERS },
      demonstration: () => it.demonstrationOffset,
      pageFolder: it.pageFolder,
    });
    const options = {
      name: 'supervisor',
      port: 0,
      parts: () => ({ imports: [supervisor], http: { produces: PRODUCED } }),
    };
    const started = await startApp(options, system, { HOST: '127.0.0.1' } as PlatformConfig, logger);
    it.running = started.running;
    it.address = started.address;
    return it;
  }

  async get<T = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<Reply<T>> {
    const response = await fetch(this.address + path, { headers });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : { text }) as T };
  }

  /** The answer of an address that must answer 200. */
  async read<T = Record<string, unknown>>(path: string): Promise<T> {
    const { status, body } = await this.get<T>(path);
    if (status !== 200) throw new Error(`${path} answers ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Executes a command as a counter's would be. */
  execute(code: string, command: CommandInput): Promise<Outcome> {
    this.commands += 1;
    const by = { caller: 'spec', door: 'http', commandId: `c${this.commands}`, bodyHash: `${this.commands}` } as const;
    return this.application.handler.execute(dossierCommand(code, command, by));
  }

  /** The same, and it must be accepted. */
  async accept(code: string, ...commands: CommandInput[]): Promise<void> {
    for (const command of commands) {
      const outcome = await this.execute(code, command);
      if (outcome.kind !== 'done') throw new Error(`${code} ${command.type}: ${JSON.stringify(outcome)}`);
    }
  }

  /** Everything that the log has is folded. */
  async fold(): Promise<void> {
    await this.projector.catchUp();
  }

  /** The projector runs beside, as it does in a real system. */
  follow(): void {
    const { store, pool } = this.application;
    this.following ??= this.projector.subscribe(new LogStream({ store, group: { name: 'projector', pool } }));
  }

  async stop(): Promise<void> {
    await this.following?.stop();
    await this.running.stop();
    await this.database.stop();
    await rm(this.pageFolder, { recursive: true, force: true });
  }
}
