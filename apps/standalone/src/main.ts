import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { counterParts, kafkaParts } from '#apps/counter';
import { ClerkModule } from '#apps/clerk';
import { ProjectorModule } from '#apps/projector';
import { supervisorParts } from '#apps/supervisor';
import { type Execute, failure, openSystem, projectFolder, seedFolder, startApp, type System } from '#application';
import { DEMONSTRATION_FROM, DEMONSTRATION_TODAY } from '#demonstration';
import { dayRange } from '#domain';
import { createLogger, integer, type Logger, type PlatformConfig, platformSettings, readConfig, run } from '#platform';
import { Projector } from '#projections';
import { fill } from './fill.js';
import { trickleOn } from './trickler.js';

interface Options {
  empty?: boolean;
}

/** Everything in one process: the four apps on one port, on the embedded database unless the environment says otherwise. */
run(async () => {
  const options = new Command('npm start --')
    .description('Starts the counter, the projector, the supervisor and the clerk in one process.')
    .option('--empty', 'without the demonstration year')
    .parse()
    .opts<Options>();
  const root = projectFolder();
  const config = readConfig({ ...platformSettings, PORT: integer(3000, 0, 65_535) });
  const logger = createLogger({
    app: 'standalone',
    level: process.env.LOG_LEVEL ? config.LOG_LEVEL : 'warn',
    format: config.LOG_FORMAT,
  });
  const system = await openSystem({
    url: config.DATABASE_URL,
    dataDir: config.DATA_DIR,
    masterKey: config.TRACKER_MASTER_KEY,
    role: 'owner',
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'tracker standalone',
    seeds: join(root, 'seeds'),
  });
  try {
    if (!options.empty) await demonstrate(system, join(root, 'seeds'), logger);
    return await serve(system, config, logger);
  } catch (error) {
    await system.close();
    throw error;
  }
});

/** An empty database becomes the demonstration; one that was broken off while it was filled goes on. */
async function demonstrate(system: System, seeds: string, logger: Logger): Promise<void> {
  const { application, demonstration, pool, clock } = system;
  const { position } = await application.store.head();
  if (position === 0n) await demonstration.begin(DEMONSTRATION_TODAY);
  if (demonstration.offset === null || demonstration.filledAt !== null) return;
  await seedFolder(pool, seeds, { by: 'system', now: dayRange(DEMONSTRATION_FROM).from });
  application.reference.invalidate();
  process.stderr.write('Filling in the demonstration year, once (about 140,000 commands).\n');
  const bar = new SingleBar({
    format: '{bar} {percentage} %  {eta_formatted} left',
    stream: process.stderr,
    noTTYOutput: true,
  });
  bar.start(1, 0);
  const projector = new Projector({ pool, store: application.store, vault: application.vault, clock, logger });
  let folding = Promise.resolve();
  let busy = false;
  await fill(
    system,
    (command) => application.handler.execute(command),
    (done, total) => {
      bar.setTotal(total);
      bar.update(done);
      // folded beside the filling, so that nothing is left to do at its end
      if (busy) return;
      busy = true;
      folding = projector.catchUp().then(() => {
        busy = false;
      });
    },
  );
  await folding;
  await projector.catchUp();
  bar.stop();
}

async function serve(system: System, config: PlatformConfig & { PORT: number }, logger: Logger) {
  const { failed, fail } = failure();
  const { KAFKA_BROKERS: brokers } = config;
  const stopping = new AbortController();
  let trickling: Promise<void> = Promise.resolve();
  const counter = counterParts();
  const supervisor = supervisorParts(system, logger);
  const { address, running } = await startApp(
    {
      name: 'standalone',
      port: config.PORT,
      parts: () => ({
        imports: [
          ...counter.imports,
          ...(brokers.length > 0 ? kafkaParts(config, system.url, fail) : []),
          ProjectorModule.forRoot({ brokers, onFailure: fail }),
          ClerkModule,
          // last: it answers every address that nobody else does, with the page
          ...supervisor.imports,
        ],
        http: {
          ...supervisor.http,
          ...counter.http,
          produces: [...(supervisor.http?.produces ?? []), ...(counter.http?.produces ?? [])],
        },
        configure: (app) => {
          counter.configure?.(app);
          supervisor.configure?.(app);
        },
        failed,
      }),
    },
    system,
    config,
    logger,
  );
  if (system.demonstration.offset !== null) {
    const execute: Execute = (command) => system.application.handler.execute(command);
    trickling = trickleOn(system, execute, stopping.signal, logger);
  }
  process.stdout.write(`The page: ${address}    the counters' API: ${address}/docs    Ctrl-C stops.\n`);
  return {
    failed: running.failed,
    async stop() {
      stopping.abort();
      await trickling;
      await running.stop();
    },
  };
}
