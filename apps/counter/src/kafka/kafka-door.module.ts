import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { Application, LOGGER } from '#application';
import { Health, HealthModule, type Logger, METRICS, MetricsModule, safeError } from '#platform';
import { Dispatcher } from '../commands/dispatcher.js';
import { CounterModule } from '../counter.module.js';
import { KafkaDoor } from './kafka-door.js';

export interface KafkaDoorModuleOptions {
  brokers: string[];
  topic: string;
  rejectedTopic: string;
  /** After how long in hand a message stands and an operator is called, in milliseconds; default 60,000. */
  callAfterMs?: number;
  /** told when the door cannot go on */
  onFailure: (error: unknown) => void;
}

const OPTIONS = Symbol('KafkaDoorModuleOptions');

/** Runs the door for commands by Kafka in every counter; they share the topic's partitions. */
@Injectable()
export class KafkaDoorRunner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly door: KafkaDoor;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    application: Application,
    dispatcher: Dispatcher,
    private readonly health: Health,
    @Inject(OPTIONS) private readonly options: KafkaDoorModuleOptions,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) registry: Registry,
  ) {
    const registers = [registry];
    const messages = new Counter({
      name: 'tracker_kafka_commands_total',
      help: 'Messages of the intake topic, by what became of them: accepted, repeated, refused',
      labelNames: ['outcome'],
      registers,
    });
    const { brokers, topic, rejectedTopic, callAfterMs } = options;
    this.door = new KafkaDoor({
      kafka: { brokers, topic, clientId: 'counter' },
      rejectedTopic,
      dispatcher,
      refused: application.refused,
      logger,
      callAfterMs,
      onDone: (outcome) => messages.inc({ outcome }),
    });
    const gauge = (name: string, help: string, of: () => number): void => {
      const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(of()) });
    };
    const { standing } = this.door;
    gauge(
      'tracker_kafka_commands_in_flight',
      'Messages of the intake topic that are read and not yet decided',
      () => this.door.inFlight,
    );
    gauge(
      'tracker_kafka_commands_standing',
      'Messages of the intake topic that are neither decided nor refused after a minute',
      () => standing.many,
    );
    gauge(
      'tracker_kafka_commands_standing_seconds',
      'For how long the oldest message of the intake topic has been in hand; 0 where there is none',
      () => standing.seconds,
    );
    // never red: it would take the HTTP door, which works, from everybody; whoever is to mend it is called by the measure
    health.add({
      name: 'commands-by-kafka',
      check: () => ({ up: true, detail: standing.sentence === null ? {} : { reason: standing.sentence } }),
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.door.run().catch((error: unknown) => {
      if (this.stopping) return;
      this.logger.error({ error: safeError(error) }, 'the door for commands by Kafka cannot go on');
      this.health.markDead('the door for commands by Kafka crashed');
      this.options.onFailure(error);
    });
  }

  /** Before the log is closed: what is in hand is still decided. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.door.stop();
    await this.running;
  }
}

@Module({})
export class KafkaDoorModule {
  static forRoot(options: KafkaDoorModuleOptions): DynamicModule {
    return {
      module: KafkaDoorModule,
      imports: [HealthModule, MetricsModule, CounterModule],
      providers: [{ provide: OPTIONS, useValue: options }, KafkaDoorRunner],
    };
  }
}
