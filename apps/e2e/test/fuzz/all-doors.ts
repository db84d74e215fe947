import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { counterParts, kafkaParts } from '#apps/counter';
import { supervisorParts } from '#apps/supervisor';
import { Application, migrations, projectFolder, seedFolder, startApp, type System } from '#application';
import { createLogger, type PlatformConfig } from '#platform';
import { Projector } from '#projections';
import { startTestDatabase, startTestKafka, SEEDED_AT } from '#testing';

/** All doors in one process, on a real PostgreSQL and a real Kafka. */
export async function openAllDoors() {
  const kafka = await startTestKafka();
  const database = await startTestDatabase({
    migrations,
    seed: {
      key: 'seeds',
      run: async (pool) => void (await seedFolder(pool, join(projectFolder(), 'seeds'), { now: SEEDED_AT })),
    },
  });
  const { pool, url } = database;
  const clock = { now: () => '2024-12-20T03:00:00.000Z' };
  const application = new Application({ pool, masterKey: Buffer.alloc(32, 7), clock });
  const demonstration = { offset: null };
  const close = () => application.close();
  const system = { url, pool, application, clock, demonstration, close } as unknown as System;
  const errors: string[] = [];
  const logger = createLogger(
    { app: 'fuzz', level: 'error', format: 'json' },
    { write: (line) => void errors.push(line) },
  );
  const config = {
    HOST: '127.0.0.1',
    KAFKA_BROKERS: kafka.brokers,
    COMMANDS_TOPIC: kafka.uniqueName('commands'),
    COMMANDS_REJECTED_TOPIC: kafka.uniqueName('rejected'),
  } as PlatformConfig;
  const counter = counterParts();
  const supervisor = supervisorParts(system, logger);
  const fail = (error: unknown): void => void errors.push(String(error));
  const parts = () => ({
    imports: [...counter.imports, ...kafkaParts(config, url, fail), ...supervisor.imports],
    http: {
      ...counter.http,
      produces: [...(supervisor.http?.produces ?? []), ...(counter.http?.produces ?? [])],
    },
    configure: (app: INestApplication) => {
      counter.configure?.(app);
      supervisor.configure?.(app);
    },
  });
  const { address, running } = await startApp({ name: 'fuzz', port: 0, parts }, system, config, logger);
  const projector = new Projector({ pool, store: application.store, vault: application.vault, clock });
  return {
    address,
    application,
    kafka,
    topic: config.COMMANDS_TOPIC,
    rejectedTopic: config.COMMANDS_REJECTED_TOPIC,
    /** error lines of the log */
    errors,
    catchUp: () => projector.catchUp(),
    async stop() {
      await running.stop();
      await database.stop();
      await kafka.stop();
    },
  };
}
