import type { INestApplication } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import {
  Application,
  type BatchReport,
  type ExecuteCommand,
  ExecuteHandler,
  FeedIntake,
  type Outcome,
} from '#application';
import type { StoredEvent } from '#event-store';
import { EventStore } from '#event-store';
import { CLOCK, configureHttp, createLogger, type HttpOptions } from '#platform';
import { CounterModule } from '../src/counter.module.js';
import { counterHttp } from '../src/counter.js';

const NOW = '2024-12-05T03:00:00.000Z';

/** The counter's HTTP doors in front of a bus that answers as it is told: what goes in, and what comes out. */
export class FakeCounter {
  readonly commands: ExecuteCommand[] = [];
  readonly claims = new Map<string, { body: string; answer: unknown }>();
  readonly taken: unknown[] = [];
  answer: (command: ExecuteCommand) => Outcome | Promise<Outcome> = done;
  report: BatchReport = { messages: 1, accepted: 1, unchanged: 0, events: 1, refused: [], defects: [] };
  stream: StoredEvent[] = [];
  private app: INestApplication | undefined;

  /** Starts to listen on a free port; gives the address. */
  async start(http: Partial<HttpOptions> = {}): Promise<string> {
    const value = (provide: unknown, useValue: object) => ({ provide: provide as never, useValue });
    const providers = [
      value(CommandBus, { execute: (command: ExecuteCommand) => this.execute(command) }),
      value(ExecuteHandler, { preload: () => Promise.resolve() }),
      value(FeedIntake, { take: (batch: unknown) => (this.taken.push(batch), Promise.resolve(this.report)) }),
      value(Application, {
        pool: { query: () => Promise.resolve() },
        reference: { data: () => Promise.reject(new Error('a fake counter has no reference data')) },
      }),
      value(CLOCK, { now: () => NOW }),
      value(EventStore, {
        append: (item: { idempotency: { caller: string; commandId: string; bodyHash: string }; answer: unknown }) =>
          Promise.resolve(this.claim(item.idempotency, item.answer)),
        lookup: ({ caller, commandId, bodyHash }: { caller: string; commandId: string; bodyHash: string }) => {
          const known = this.claims.get(`${caller} ${commandId}`);
          if (known && known.body !== bodyHash) return Promise.resolve({ kind: 'key-reused' });
          return Promise.resolve(known ? { kind: 'repeated', answer: known.answer, events: [] } : null);
        },
        readStream: () => Promise.resolve(this.stream),
      }),
    ];
    @Module({})
    class FakeApplicationModule {}
    const application = {
      module: FakeApplicationModule,
      global: true,
      providers,
      exports: providers.map(({ provide }) => provide as never),
    };
    @Module({ imports: [application, CounterModule] })
    class FakeAppModule {}
    this.app = await NestFactory.create(FakeAppModule, { bodyParser: false, logger: false, abortOnError: false });
    const logger = createLogger({ app: 'test', level: 'silent', format: 'json' });
    configureHttp(this.app, { logger, ...counterHttp, ...http });
    await this.app.listen(0, '127.0.0.1');
    const { port } = (this.app.getHttpServer() as { address(): { port: number } }).address();
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    await this.app?.close();
  }

  private async execute(command: ExecuteCommand): Promise<Outcome> {
    this.commands.push(command);
    return this.answer(command);
  }

  private claim(key: { caller: string; commandId: string; bodyHash: string }, answer: unknown) {
    const name = `${key.caller} ${key.commandId}`;
    const known = this.claims.get(name);
    if (!known) this.claims.set(name, { body: key.bodyHash, answer });
    if (!known) return { kind: 'appended', events: [] };
    return known.body === key.bodyHash ? { kind: 'repeated', answer: known.answer } : { kind: 'key-reused' };
  }
}

export const done = ({ id }: { id: string }): Outcome => ({
  kind: 'done',
  repeated: false,
  code: id,
  version: 1,
  events: [{ type: 'Received', version: 1, position: '9007199254740993', occurredAt: NOW, recordedAt: NOW }],
  dueAt: '2024-12-06T10:00:00.000Z',
  phase: 'open',
});
