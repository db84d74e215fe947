import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { Application, EVENTS_TOPIC, LOGGER } from '#application';
import { type EventStream, KafkaStream, LogStream, type Subscription } from '#event-stream';
import { databaseIndicator, Health, HealthModule, type Logger, METRICS, MetricsModule, safeError } from '#platform';
import { type Progress, progress, Projector } from '#projections';

/** Further behind than this: not ready, another projector or a person should look. */
const MOST_LAG_SECONDS = 60;

export interface ProjectorModuleOptions {
  /** empty: the stream comes straight from the log */
  brokers: string[];
  /** told when the projector cannot go on: the process should end with a status other than 0 */
  onFailure: (error: unknown) => void;
}

const OPTIONS = Symbol('ProjectorModuleOptions');

/** Folds the stream into the read tables while the app runs; its members share the slots, from Kafka and from the log alike. */
@Injectable()
export class ProjectorRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly projector: Projector;
  private subscription: Subscription | undefined;
  private crashed = false;

  constructor(
    private readonly application: Application,
    private readonly health: Health,
    @Inject(OPTIONS) private readonly options: ProjectorModuleOptions,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) registry: Registry,
  ) {
    const { pool, store, vault, clock } = application;
    const folded = counter(registry, 'tracker_projected_events_total', 'Events folded into the read tables');
    const dead = counter(registry, 'tracker_dead_letters_total', 'Messages that could not be folded');
    this.projector = new Projector({
      pool,
      store,
      vault,
      clock,
      logger,
      onCommit: ({ events, deadLetters }) => {
        folded.inc(events);
        dead.inc(deadLetters);
      },
    });
    measureLag(registry, application);
  }

  onApplicationBootstrap(): void {
    const { pool, clock } = this.application;
    this.subscription = this.projector.subscribe(this.stream());
    this.subscription.done.catch((error: unknown) => {
      this.crashed = true;
      this.logger.error({ error: safeError(error) }, 'the projector cannot go on');
      this.health.markDead('the projector crashed');
      this.options.onFailure(error);
    });
    this.health.add(databaseIndicator(pool));
    this.health.add({
      name: 'projection',
      check: async () => {
        const { lagEvents, lagSeconds, deadLetters, parked } = await progress(pool, clock.now());
        const up = !this.crashed && lagSeconds < MOST_LAG_SECONDS;
        return { up, detail: { lagEvents, lagSeconds, deadLetters, parked } };
      },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.subscription?.stop();
  }

  private stream(): EventStream {
    const { pool, store } = this.application;
    const { brokers } = this.options;
    if (brokers.length === 0) return new LogStream({ store, logger: this.logger, group: { name: 'projector', pool } });
    const kafka = { brokers, topic: EVENTS_TOPIC, clientId: 'projector' };
    return new KafkaStream({ kafka, groupId: 'projector', store, pool, logger: this.logger });
  }
}

const counter = (registry: Registry, name: string, help: string): Counter =>
  new Counter({ name, help, registers: [registry] });

/** The lag as the scrape finds it; the gauges of one scrape share one look at the database. */
function measureLag(registry: Registry, { pool, clock }: Application): void {
  let looked: { at: number; found: Promise<Progress> } | undefined;
  const look = (): Promise<Progress> => {
    if (!looked || performance.now() - looked.at > 500) {
      looked = { at: performance.now(), found: progress(pool, clock.now()) };
    }
    return looked.found;
  };
  const gauge = (name: string, help: string, of: (progress: Progress) => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(of(await look()));
      },
    });
  gauge('tracker_projection_position', 'Everything up to this position of the log is folded', (p) =>
    Number(p.position),
  );
  gauge('tracker_projection_lag_events', 'Events recorded and not folded yet', (p) => p.lagEvents);
  gauge('tracker_projection_lag_seconds', 'How long the oldest of them has been waiting', (p) => p.lagSeconds);
  gauge('tracker_dead_letters_open', 'Dead letters that nobody has dealt with', (p) => p.deadLetters);
  gauge('tracker_parked_dossiers', 'Dossiers that wait because of a dead letter', (p) => p.parked);
}

@Module({})
export class ProjectorModule {
  static forRoot(options: ProjectorModuleOptions): DynamicModule {
    return {
      module: ProjectorModule,
      imports: [HealthModule, MetricsModule],
      providers: [{ provide: OPTIONS, useValue: options }, ProjectorRunner],
    };
  }
}
