import type pg from 'pg';
import { type Clock, localDay, type ReferenceData } from '#domain';
import { type CommandInput, dossierCommand } from '../dossier/command-input.js';
import type { LinkedStages } from '../dossier/linked/linked-stages.js';
import type { CommandOrigin, ExecuteCommand, Outcome } from '../execution/execute.command.js';
import { CLOSED, QUESTIONS, STAYED } from './questions.sql.js';
import type { ReferenceStore } from '../reference/reference.store.js';
import type { ImportLeases } from '../feed/import-leases.js';

/** Executes one command; the command bus, or its handler where there is no bus. */
export type Execute = (command: ExecuteCommand) => Promise<Outcome>;

export interface Sweep {
  asked: number;
  becameOverdue: number;
}

const PAGE = 500;
/** A dossier whose closed unit has no successor that is decided is left alone for so many sweeps. */
const PATIENCE = 30;

/**
 * The clock: asks every dossier for which an instant has passed, the same question by the same door: is it overdue, has
 * its unit closed, does it lack what its figures ask? The dossier decides; asking twice, or one that has been resolved
 * meanwhile, changes nothing (architecture.md 9).
 * The indexes are the projection's; a source that is being imported is left to its import.
 */
export class DeadlineClock {
  /** code → sweep from which on it is asked again */
  private readonly unmoved = new Map<string, number>();
  private sweeps = 0;
  private linkedUpTo = 0n;
  /** by what, and on which day, it was asked last who stayed with a unit that is no more */
  private stayed: { data?: ReferenceData; day?: string } = {};

  constructor(
    private readonly pool: pg.Pool,
    private readonly linked: LinkedStages,
    private readonly execute: Execute,
    private readonly clock: Clock,
    private readonly imports: ImportLeases,
    private readonly reference: Pick<ReferenceStore, 'data'>,
  ) {}

  /** One sweep over everything that is due by `upTo` (default: now). */
  async sweep(upTo = this.clock.now(), signal?: AbortSignal): Promise<Sweep> {
    const result: Sweep = { asked: 0, becameOverdue: 0 };
    this.sweeps += 1;
    for (const question of QUESTIONS) await this.askAll(question, upTo, result, signal);
    await this.askWhoStayed(upTo, result, signal);
    for (const [code, until] of this.unmoved) if (until < this.sweeps) this.unmoved.delete(code);
    if (!signal?.aborted) await this.link();
    return result;
  }

  private async askAll(question: string, upTo: string, result: Sweep, signal?: AbortSignal): Promise<void> {
    const closed = (await this.reference.data()).closedUnits(localDay(upTo));
    const [keys, days] = [closed.map(({ key }) => key), closed.map(({ validTo }) => validTo)];
    for (let after = ''; !signal?.aborted;) {
      const importing = (await this.imports.running()).map(({ source }) => source);
      const values = [upTo, after, PAGE, keys, days, importing];
      const { rows } = await this.pool.query<{ code: string }>(question, values);
      if (rows.length === 0) return;
      const codes = rows
        .map(({ code }) => code)
        .filter((code) => question !== CLOSED || (this.unmoved.get(code) ?? 0) <= this.sweeps);
      const outcomes = await Promise.all(codes.map((code) => this.ask(code, upTo)));
      result.asked += codes.length;
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.kind !== 'done') continue;
        if (question === CLOSED && outcome.events.length === 0) this.unmoved.set(codes[index], this.sweeps + PATIENCE);
        if (outcome.events.some((event) => event.type === 'BecameOverdue')) result.becameOverdue += 1;
      }
      after = rows.at(-1)!.code;
    }
  }

  /**
   * After a start, when the reference data have changed, and once a day: what is decided since hands over by itself
   * whatever has ended.
   */
  private async askWhoStayed(upTo: string, result: Sweep, signal?: AbortSignal): Promise<void> {
    const asked = { data: await this.reference.data(), day: localDay(upTo) };
    if (asked.data === this.stayed.data && asked.day === this.stayed.day) return;
    await this.askAll(STAYED, upTo, result, signal);
    if (!signal?.aborted) this.stayed = asked;
  }

  private ask(code: string, upTo: string): Promise<Outcome> {
    const now = this.clock.now();
    const askedUpTo = upTo < now ? upTo : now;
    return this.execute(command(code, { type: 'ask-clock', at: askedUpTo }, `${code} ${askedUpTo}`, askedUpTo));
  }

  /** A dossier that was received before another one opened a stage under its code is told of it. */
  private async link(): Promise<void> {
    const { stages, upTo } = await this.linked.untoldAfter(this.linkedUpTo);
    for (const { parent, child } of stages) {
      const at = this.clock.now();
      await this.execute(command(child, { type: 'link', at, parent }, `${child} stage of ${parent}`, at));
    }
    this.linkedUpTo = upTo;
  }
}

function command(code: string, input: CommandInput, commandId: string, askedUpTo: string): ExecuteCommand {
  const by: CommandOrigin = { caller: 'clock', door: 'clock', commandId, bodyHash: '', keepAnswer: false, askedUpTo };
  return dossierCommand(code, input, by);
}
