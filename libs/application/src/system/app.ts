import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DynamicModule, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  configureHttp,
  createLogger,
  type HttpOptions,
  integer,
  listen,
  type Logger,
  NestLogger,
  type PlatformConfig,
  platformSettings,
  readConfig,
  run,
  type Running,
} from '#platform';
import { ApplicationModule } from '../application.module.js';
import { warnOfCalendarEnd } from '../reference/calendar-end.js';
import { openSystem, type System } from './system.js';

/** The project's own folder (where package.json is), wherever the built file lies: data files are found from there. */
export function projectFolder(from = import.meta.dirname): string {
  let folder = from;
  while (!existsSync(join(folder, 'nest-cli.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The project folder was not found.');
    folder = parent;
  }
  return folder;
}

export interface AppParts {
  imports: (Type | DynamicModule)[];
  http?: Partial<HttpOptions>;
  /** what is set up on the app before it listens */
  configure?(app: INestApplication): void;
  /** rejects when the app cannot go on */
  failed?: Promise<never>;
  /** after the HTTP server has drained, before the database is given back */
  stop?(): Promise<void>;
}

export interface AppOptions {
  name: string;
  port: number;
  parts(system: System, config: PlatformConfig, logger: Logger): AppParts | Promise<AppParts>;
}

/** Opens an app of the system: database, write side, Nest, HTTP. */
export async function startApp(options: AppOptions, system: System, config: PlatformConfig, logger: Logger) {
  const parts = await options.parts(system, config, logger);
  await warnOfCalendarEnd(system.application.reference, system.clock, logger);
  @Module({ imports: [ApplicationModule.forRoot(system.application, logger), ...parts.imports] })
  class AppModule {}
  const app = await NestFactory.create(AppModule, {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  configureHttp(app, { logger, ...parts.http });
  parts.configure?.(app);
  const address = await listen(app, options.port, config.HOST).catch(async (error: unknown) => {
    // what has begun to work on the database stops before the caller gives it back
    await app.close();
    await parts.stop?.();
    throw error;
  });
  const running: Running = {
    failed: parts.failed,
    async stop() {
      await app.close();
      await parts.stop?.();
      await system.close();
    },
  };
  return { app, address, running };
}

/** The `main` of an app that runs as a process of its own. */
export function runApp(options: AppOptions): void {
  run(async () => {
    const config = readConfig({ ...platformSettings, PORT: integer(options.port, 0, 65_535) });
    const logger = createLogger({ app: options.name, level: config.LOG_LEVEL, format: config.LOG_FORMAT });
    const system = await openSystem({
      url: config.DATABASE_URL,
      dataDir: config.DATA_DIR,
      masterKey: config.TRACKER_MASTER_KEY,
      role: 'guest',
      poolSize: config.DATABASE_POOL_SIZE,
      applicationName: `tracker ${options.name}`,
      seeds: join(projectFolder(), 'seeds'),
    });
    const { address, running } = await startApp({ ...options, port: config.PORT }, system, config, logger);
    // not under the key `address`: what stands under it may be somebody's and is hidden
    logger.info({ url: address }, `${options.name} listens`);
    return running;
  });
}
