import { Random } from '#demonstration';
import { type Instant, instant, localDay, toMs } from '#domain';
import type { Office } from './catalogue.js';
import { lifeOf, type Step } from './life.js';

/** One command to be sent. */
export interface Sending {
  /** the sender's id of it, unique among all runs */
  id: string;
  code: string;
  type: string;
  /** its body, `at` included */
  body: Record<string, unknown>;
}

interface Life {
  code: string;
  steps: Step[];
  /** instant of its last fact, in milliseconds */
  last: number;
}

/** Of the commands, those that begin a dossier: about one in six, as long as one is. */
const BEGIN = 0.17;
/** How far behind the present facts lie, so that two clocks may differ a little. */
const BEHIND_MS = 1_500;

/**
 * Dossiers that live while the load runs. A dossier's next command is given out only when the one before it is
 * answered, as at a counter; when none is free, another dossier begins: what is due is never held back.
 */
export class Lives {
  private readonly random: Random;
  private readonly ready: Life[] = [];
  private readonly busy = new Map<string, Life>();
  private dossiers = 0;
  private sent = 0;
  private readonly run: string;

  /**
   * @param options.seed decides the mix; codes and ids are of this run alone all the same
   * @param options.now the system's present
   */
  constructor(
    private readonly options: { offices: readonly Office[]; seed: string; now: () => Instant; started?: Date },
  ) {
    this.random = new Random(options.seed);
    const started = options.started ?? new Date();
    const second = Math.floor((started.getTime() / 1000) % 86_400);
    this.run = `${String(second).padStart(5, '0')}${Math.floor(Math.random() * 10)}`;
  }

  /** The next command. `done` must be told how it ended. */
  next(): Sending {
    const life = (this.random.chance(BEGIN) ? undefined : this.ready.shift()) ?? this.begin();
    const { type, ...rest } = life.steps.shift()!;
    this.sent += 1;
    const id = `load-${localDay(this.options.now())}-${this.run}-${this.sent}`;
    this.busy.set(id, life);
    life.last = Math.max(toMs(this.options.now()) - BEHIND_MS, life.last + 1);
    return { id, code: life.code, type, body: { ...rest, at: instant(life.last) } };
  }

  /** Whether a command was recorded: then its dossier goes on; otherwise it is left as it is. */
  done(id: string, recorded: boolean): void {
    const life = this.busy.get(id);
    this.busy.delete(id);
    if (recorded && life && life.steps.length > 0) this.ready.push(life);
  }

  private begin(): Life {
    const office = this.random.pick(this.options.offices);
    const service = this.random.pick(office.services);
    this.dossiers += 1;
    const day = localDay(this.options.now()).slice(2).replaceAll('-', '');
    const code = `${office.agency}-${day}-${this.run}${String(this.dossiers).padStart(6, '0').slice(-6)}`;
    const elsewhere = this.random.pick(
      this.options.offices.filter(({ population }) => population === office.population),
    ).unit;
    return { code, steps: lifeOf(this.random, office, service, elsewhere, this.dossiers), last: 0 };
  }
}
