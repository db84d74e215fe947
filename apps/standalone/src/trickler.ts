import { currentPart } from '#projections';
import { setTimeout as wait } from 'node:timers/promises';
import { dossierCommand, type Execute, type System } from '#application';
import { trickle } from '#demonstration';
import { type DossierState, evolveAll, initialState, toMs } from '#domain';
import { type Logger, safeError } from '#platform';

/** Dossiers picked for one tick: enough that something can be done for one of them. */
const PICKED = 20;

/** The demonstration goes on: live events at the demonstration's own time, until `signal` aborts. */
export async function trickleOn(system: System, execute: Execute, signal: AbortSignal, logger: Logger): Promise<void> {
  const { clock, application } = system;
  while (!signal.aborted) {
    try {
      const reference = await application.reference.data();
      const next = trickle({
        reference,
        calendar: reference.calendar,
        now: clock.now(),
        until: async (at) => {
          await wait(Math.max(0, toMs(at) - toMs(clock.now())), undefined, { signal });
          return clock.now();
        },
        dossiers: () => somethingToDo(system),
      });
      for await (const { id, code, command } of next) {
        await execute(
          dossierCommand(code, command, {
            caller: 'demonstration',
            door: 'demo',
            commandId: id,
            bodyHash: id,
            keepAnswer: false,
          }),
        );
      }
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ error: safeError(error) }, 'the trickle of the demonstration was cut short');
      await wait(1_000, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Dossiers that something may be done for, picked at random, with all their facts. */
async function somethingToDo({ pool, application, clock }: System): Promise<DossierState[]> {
  const { rows } = await pool.query<{ code: string }>(PICK, [clock.now(), PICKED]);
  const streams = await application.store.readStreams(rows.map(({ code }) => code));
  return [...streams].map(([code, events]) => evolveAll(initialState(code), events));
}

const PICK = `
  select code
    from read.dossier
   where generation = ${currentPart('dossiers')}
     and (phase in ('submitted', 'open', 'waiting')
          or phase = 'resolved' and (returned_at is null or returned_at > $1::timestamptz - interval '2 days'))
   order by random()
   limit $2`;
