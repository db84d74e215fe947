import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { Application, EVENTS_TOPIC, LOGGER } from '#application';
import { Relay, type RelayState } from '#event-stream';
import { Health, HealthModule, type Logger, METRICS, MetricsModule, safeError } from '#platform';

export interface RelayModuleOptions {
  brokers: string[];
  databaseUrl: string;
  /** told when the relay cannot go on */
  onFailure: (error: unknown) => void;
}

const OPTIONS = Symbol('RelayModuleOptions');

/** The log is the outbox: its events go to the topic in order. Every counter runs one, one of them leads. */
@Injectable()
export class RelayRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private state: RelayState = { leading: false, position: 0n, head: 0n, fault: null };

  constructor(
    private readonly application: Application,
    private readonly health: Health,
    @Inject(OPTIONS) private readonly options: RelayModuleOptions,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) registry: Registry,
  ) {
    const gauge = (name: string, help: string, of: (state: RelayState) => number): Gauge => {
      const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(of(this.state)) });
      return made;
    };
    gauge('tracker_relay_leading', '1 where this process sends to the topic', ({ leading }) => (leading ? 1 : 0));
    gauge('tracker_relay_position', 'Up to here the log stands on the topic', ({ position }) => Number(position));
    gauge('tracker_relay_lag_events', 'Events of the log that are not on the topic yet', ({ head, position }) =>
      Math.max(0, Number(head - position)),
    );
  }

  onApplicationBootstrap(): void {
    const { pool, store } = this.application;
    const { brokers, databaseUrl, onFailure } = this.options;
    const relay = new Relay({
      store,
      pool,
      databaseUrl,
      kafka: { brokers, topic: EVENTS_TOPIC, clientId: 'relay' },
      logger: this.logger,
      onState: (state) => (this.state = state),
    });
    // a broker that is away does not stop the counter from recording: the relay catches up
    this.health.add({
      name: 'relay',
      check: () => ({ up: true, detail: { leading: this.state.leading, fault: this.state.fault } }),
    });
    this.running = relay.run(this.stopping.signal).catch((error: unknown) => {
      if (this.stopping.signal.aborted) return;
      this.logger.error({ error: safeError(error) }, 'the relay cannot go on');
      this.health.markDead('the relay crashed');
      onFailure(error);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }
}

@Module({})
export class RelayModule {
  static forRoot(options: RelayModuleOptions): DynamicModule {
    return {
      module: RelayModule,
      imports: [HealthModule, MetricsModule],
      providers: [{ provide: OPTIONS, useValue: options }, RelayRunner],
    };
  }
}
