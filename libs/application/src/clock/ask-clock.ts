import type pg from 'pg';
import type { Clock } from '#domain';
import type { CommandOrigin, Outcome } from '../commands/execute.command.js';
import { ExecuteDossierCommand } from '../commands/execute.command.js';
import type { ImportLeases } from '../feed/import-leases.js';

/** Executes one command; the command bus, or its handler where there is no bus. */
export type Execute = (command: ExecuteDossierCommand) => Promise<Outcome>;

export interface Sweep {
  asked: number;
  becameOverdue: number;
}

const PAGE = 500;

/**
 * The clock: asks every open dossier whose due instant has passed whether it is overdue. The dossier decides; asking
 * twice, or one that has been resolved meanwhile, changes nothing (architecture.md 9).
 * The index over due instants is the projection's; a source that is being imported is left to its import.
 */
export class DeadlineClock {
  constructor(
    private readonly pool: pg.Pool,
    private readonly execute: Execute,
    private readonly clock: Clock,
    private readonly imports: ImportLeases,
  ) {}

  /** One sweep over everything that is due by `upTo` (default: now). */
  async sweep(upTo = this.clock.now(), signal?: AbortSignal): Promise<Sweep> {
    const result: Sweep = { asked: 0, becameOverdue: 0 };
    let after = '';
    for (;;) {
      if (signal?.aborted) return result;
      const importing = (await this.imports.running()).map(({ source }) => source);
      const { rows } = await this.pool.query<{ code: string }>(DUE, [upTo, after, PAGE, importing]);
      if (rows.length === 0) return result;
      const outcomes = await Promise.all(rows.map(({ code }) => this.ask(code, upTo)));
      result.asked += rows.length;
      for (const outcome of outcomes) {
        if (outcome.kind === 'done' && outcome.events.some((event) => event.type === 'BecameOverdue'))
          result.becameOverdue += 1;
      }
      after = rows.at(-1)!.code;
    }
  }

  private ask(code: string, upTo: string): Promise<Outcome> {
    const now = this.clock.now();
    const askedUpTo = upTo < now ? upTo : now;
    const by: CommandOrigin = {
      caller: 'clock',
      door: 'clock',
      commandId: `${code} ${askedUpTo}`,
      bodyHash: '',
      keepAnswer: false,
      askedUpTo,
    };
    return this.execute(new ExecuteDossierCommand(code, { type: 'ask-clock', at: askedUpTo }, by));
  }
}

/** Open, the clock running, not yet overdue, due before the instant; by code, so that a page goes on where one ended. */
const DUE = `
  select d.code
    from read.dossier d
   where d.generation = (select id from read.generation where state = 'current')
     and d.phase = 'open' and not d.late and d.due_at < $1 and d.code > $2
     and not (d.source is not null and d.source = any($4::text[]))
   order by d.code
   limit $3`;
