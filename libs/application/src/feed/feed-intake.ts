import {
  type Clock,
  decideFeed,
  type DossierState,
  type Fault,
  type FeedContext,
  type Instant,
  isDossierCode,
  isTooDeep,
  type Progress,
  readBatch,
  readMessage,
  type Reached,
  type ReferenceData,
  type Snapshot,
  timeline,
} from '#domain';
import { type Door, ItemRefusedError, meaningOf, type Vault } from '#event-store';
import { Turns } from '#platform';
import type { DossierLog } from '../dossier/dossier-log.js';
import type { Execution } from '../execution/execution.js';
import { InEvents } from '../sealing/in-events.js';
import type { Texts } from '../sealing/texts.js';
import { type KnownMessage, meantBy, type MessageStore, type RawMessage } from './message-store.js';

export interface FeedOrigin {
  /** whose feed it is: the caller, or the name of the source given at the command line */
  source: string;
  door: Door;
  /** of an import of the past: the clock is asked as far as it has got; default: now */
  reached?: Reached;
}

export interface MessageReport {
  index: number;
  code: string | null;
  faults: Fault[];
}

export interface BatchReport {
  messages: number;
  /** messages that added facts */
  accepted: number;
  /** messages that said nothing new */
  unchanged: number;
  events: number;
  refused: MessageReport[];
  defects: MessageReport[];
}

interface Taken {
  events: number;
  refused?: Fault[];
  defects?: Fault[];
}

/** A longer text is no code of a dossier, whatever its beginning says. */
const MOST_CODE = 64;
/** Dossiers of one batch that are decided side by side: their appends share a group commit. */
const SIDE_BY_SIDE = 64;

/** The door of the national exchange format: every message is decided for itself, and none is lost. */
export class FeedIntake {
  /** told of what the program itself failed on; the message is kept aside */
  onFault: (error: unknown) => void = () => undefined;

  constructor(
    private readonly log: DossierLog,
    private readonly execution: Execution,
    private readonly vault: Vault,
    private readonly messages: MessageStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a batch (`DongBoHoSoMC` or `CapNhatTienDoHoSoMC`). Messages of one dossier are decided in their order.
   * @returns null when it is no batch: nothing is stored
   * @throws LogUnavailableError when the log cannot be written now; what was taken stays, sending it again adds nothing
   */
  async take(raw: unknown, by: FeedOrigin): Promise<BatchReport | null> {
    const batch = readBatch(raw);
    if (!batch) return null;
    const report: BatchReport = {
      messages: batch.data.length,
      accepted: 0,
      unchanged: 0,
      events: 0,
      refused: [],
      defects: [],
    };
    const byDossier = new Map<string, { index: number; data: unknown }[]>();
    for (const [index, data] of batch.data.entries()) {
      const code = codeOf(data) ?? `#${index}`;
      const group = byDossier.get(code);
      if (group) group.push({ index, data });
      else byDossier.set(code, [{ index, data }]);
    }
    await this.log.preload([...byDossier.keys()].filter((code) => !code.startsWith('#')));
    const queue = byDossier.values();
    const turns = new Turns();
    const work = async (): Promise<void> => {
      for (const group of queue) {
        for (const { index, data } of group) {
          await turns.give();
          add(report, index, codeOf(data), await this.message(batch.service, data, by));
        }
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    for (const list of [report.refused, report.defects]) list.sort((a, b) => a.index - b.index);
    return report;
  }

  /** Keeps a line that is no batch at all, with the reason. */
  async refuseLine(raw: string, fault: Fault, by: FeedOrigin): Promise<void> {
    const digest = this.vault.fingerprint(meantBy(raw));
    const message = { source: by.source, service: '', code: null, digest, raw };
    await this.messages.refuse(message, [fault], this.clock.now());
  }

  /** Decides a message that was refused once again; true when it is in now. */
  async replay(message: Omit<RawMessage, 'digest'> & { id: string }): Promise<Taken> {
    const raw = safeParse(message.raw);
    const by: FeedOrigin = { source: message.source, door: 'feed' };
    if (message.service === '') {
      const report = raw === undefined ? null : await this.take(raw, by);
      if (!report) return { events: 0, refused: [{ fault: raw === undefined ? 'broken-json' : 'not-a-batch' }] };
      await this.messages.accepted(message.id, this.clock.now());
      return { events: report.events };
    }
    const taken = await this.message(message.service, raw, by);
    if (!taken.refused) await this.messages.accepted(message.id, this.clock.now());
    return taken;
  }

  private async message(service: string, data: unknown, by: FeedOrigin): Promise<Taken> {
    const reading = readMessage(service, data);
    // it cannot be written out again, and so it cannot be kept
    if (!reading.ok && isTooDeep(reading.faults)) return { events: 0, refused: [{ fault: 'too-deep' }] };
    const digest = this.vault.fingerprint(meaningOf(data));
    const known: KnownMessage = { source: by.source, code: codeOf(data), digest };
    const taken = reading.ok ? await this.decide(reading.message, known, by) : { events: 0, refused: reading.faults };
    const now = this.clock.now();
    if (taken.refused) await this.messages.refuse({ ...known, service, raw: JSON.stringify(data) }, taken.refused, now);
    else if (taken.defects) await this.messages.defect(known, taken.defects, now);
    return taken;
  }

  private async decide(message: Snapshot | Progress, { digest }: KnownMessage, by: FeedOrigin): Promise<Taken> {
    const { code } = message;
    const taken = this.execution.run<DossierState, Taken>(this.log, code, ({ state, reference, texts, now }) => {
      const context = this.context(message, texts, reference, now, by);
      const decision = decideFeed(state, referred(message, new InEvents(state, reference, texts)), context);
      const defects = decision.faults.length > 0 ? decision.faults : undefined;
      // the state's version is part of the id: the same message may rightly add facts once more after others came
      const commandId = `${digest}.${state.version}`;
      return {
        drafts: decision.ok ? decision.events : [],
        subject: context.applicant || timeline(state).applicant || `dossier ${code}`,
        meta: { commandId, caller: by.source, door: by.door },
        idempotency: { caller: by.source, commandId, bodyHash: digest, keep: false },
        restsOnReference: decision.faults.length > 0,
        told: (verdict) => {
          if (!decision.ok) {
            if ('error' in decision) this.onFault(decision.error);
            return { events: 0, refused: decision.faults };
          }
          by.reached?.take(message, now);
          return { events: verdict?.kind === 'appended' ? verdict.events.length : 0, defects };
        },
      };
    });
    return taken.catch((error: unknown) => {
      if (error instanceof ItemRefusedError) return { events: 0, refused: [{ fault: 'cannot-be-stored' }] };
      throw error;
    });
  }

  private context(
    message: Snapshot | Progress,
    texts: Texts,
    reference: ReferenceData,
    now: Instant,
    by: FeedOrigin,
  ): FeedContext {
    return {
      now,
      askedUpTo: by.reached?.with(message, now) ?? now,
      reference,
      calendar: reference.calendar,
      applicant:
        message.kind === 'snapshot' ? this.vault.subjectId(message.personal.identity || `dossier ${message.code}`) : '',
      nobody: this.vault.subjectId(`dossier ${message.code}`),
      seal: (kind, text) => texts.add(kind, text),
      unsignedResultCounts: reference.policy('e-result-unsigned-feed', now) === 'yes',
    };
  }
}

function add(report: BatchReport, index: number, code: string | null, taken: Taken): void {
  report.events += taken.events;
  if (taken.refused) report.refused.push({ index, code, faults: taken.refused });
  else if (taken.events > 0) report.accepted += 1;
  else report.unchanged += 1;
  if (taken.defects) report.defects.push({ index, code, faults: taken.defects });
}

function codeOf(data: unknown): string | null {
  const text = (data as { MaHoSo?: unknown } | null)?.MaHoSo;
  if (typeof text !== 'string') return null;
  const code = text
    .slice(0, MOST_CODE + 1)
    .normalize('NFC')
    .trim()
    .toUpperCase();
  return isDossierCode(code) ? code : null;
}

/** A message with the sender's own texts as they may stand in events: what his supplements are called, and who holds the dossier. */
function referred(message: Snapshot | Progress, inEvents: InEvents): Snapshot | Progress {
  if (message.kind === 'progress')
    return { ...message, holder: message.holder && inEvents.text('holder', message.holder) };
  const supplements = message.supplements.map((item) => ({ ...item, id: item.id && inEvents.text('source', item.id) }));
  return { ...message, supplements };
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
