import {
  evolveAll,
  explainDue,
  initialState,
  isLateRound,
  lateByIndex,
  type Round,
  shortInstantText,
  timeline,
  type Timeline,
} from '#domain';
import { type GlobalOptions, print, say, withSystem } from '../context.js';
import type { Status } from '../program.js';

const local = (at: string | null | undefined): string => (at ? shortInstantText(at) : '–');

/** One dossier from the log: what it is, what happened, when it is due and why. */
export async function dossier(globals: GlobalOptions, code: string, options: { json?: boolean }): Promise<Status> {
  return withSystem(globals, async ({ application }) => {
    const events = await application.store.readStream(code);
    if (events.length === 0) {
      say(`${code}: there is no such dossier.`);
      return 1;
    }
    const t = timeline(evolveAll(initialState(code), events));
    const why = t.due
      ? t.due.basis === 'stated'
        ? 'theo cơ quan gửi'
        : explainDue((t.due.steps ?? []) as never)
      : null;
    const state = {
      code,
      phase: t.phase,
      late: t.late,
      unit: t.unit,
      receivingUnit: t.receivingUnit,
      procedure: t.procedure,
      channel: t.channel,
      submittedAt: t.submittedAt,
      receivedAt: t.received?.at ?? null,
      due: t.due ? { at: t.due.at, basis: t.due.basis, why } : null,
      firstDue: t.firstDue?.at ?? null,
      movedWithoutGround: t.movedWithoutGround,
      parent: t.parent,
      rounds: t.rounds.map((round) => roundOf(t, round)),
    };
    const ignored = new Map(t.ignored.map(({ v, reason, waits }) => [v, waits ? `waits (${reason})` : reason]));
    if (options.json) {
      print({
        ...state,
        events: events.map(({ version, type, occurredAt, recordedAt, data, meta, position }) => ({
          version,
          type,
          occurredAt,
          recordedAt,
          door: meta.door,
          position,
          withoutEffect: ignored.get(version),
          data,
        })),
      });
      return 0;
    }
    print(`${code}  ${t.phase}${t.late ? ', late' : ''}  ${t.procedure?.code ?? ''}  ${t.unit ?? ''}`);
    print(`due ${local(t.due?.at)}${why ? `: ${why}` : ''}`);
    if (t.parent) print(`stage of ${t.parent}: counted there, in no list of work`);
    for (const [i, round] of state.rounds.entries()) print(`round ${i + 1}  ${roundLine(round)}`);
    for (const { version, type, occurredAt, recordedAt, meta } of events) {
      const note = ignored.has(version) ? `  without effect: ${ignored.get(version)!}` : '';
      print(
        `${String(version).padStart(3)}  ${local(occurredAt)}  ${type.padEnd(24)} recorded ${local(recordedAt)} by ${meta.door}${note}`,
      );
    }
    return 0;
  });
}

/** A round as it is printed: what was promised, and what became of it. */
const roundOf = (t: Timeline, round: Round) => {
  const { from, due, appointment, overdue, apology, ending, index } = round;
  return {
    from,
    due: due?.at ?? null,
    appointment: appointment?.at ?? null,
    late: isLateRound(round),
    overdue: overdue?.at ?? null,
    apology,
    ending: ending && { kind: ending.kind, at: ending.at, due: ending.due },
    /** by QĐ 766: its own due instant, and from when on it is late or will be if nothing ends it before */
    index: index && { due: index.due, lateFrom: lateByIndex(t, round) },
  };
};

function roundLine({
  from,
  due,
  appointment,
  late,
  overdue,
  apology,
  ending,
  index,
}: ReturnType<typeof roundOf>): string {
  const end = ending ? `${ending.kind} ${local(ending.at)}, ${late ? 'late' : 'in time'}` : 'not ended';
  return [
    `from ${local(from)}, due ${local(due)}`,
    appointment && `new appointment ${local(appointment)}`,
    overdue && `overdue since ${local(overdue)}`,
    overdue && (apology ? `apology ${local(apology.at)} for ${local(apology.newDate)}` : 'no apology'),
    end,
    index && index.due !== due && `due by QĐ 766 ${local(index.due)}`,
  ]
    .filter(Boolean)
    .join('; ');
}
