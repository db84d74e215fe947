import type pg from 'pg';
import { type Instant, isDossierCode } from '#domain';
import { type LaidAside, slotOf, type Vault } from '#event-store';
import { messageText, type PoisonReason, type TopicMessage, writtenIn } from '#event-stream';
import type { FoldFault } from '../fold/known-stream.js';

export type DeadLetterReason = PoisonReason | FoldFault | 'not-in-log' | 'wrong-hash' | 'not-storable';

export interface DeadLetterDraft {
  reason: DeadLetterReason;
  /** what is wrong, without any value of the message */
  detail: string;
  /** the message; left out where the event came straight from the log */
  message?: TopicMessage;
  /** the event of the log that it stands for; null where there is none */
  event: { stream: string; version: number; position: bigint } | null;
}

/**
 * What may stand in clear of a message: our own attributes, in their own shape (architecture 10), and no number as long as a telephone's. The rest is
 * sealed.
 */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,8})?)?(?:Z|[+-]\d\d:\d\d)$/;
const SAFE_HEADERS: Record<string, RegExp> = {
  ce_id: /^\d{1,8}$/,
  ce_source: /^\/dossier-log\/[0-9a-f-]{36}$/,
  ce_specversion: /^[\d.]{1,8}$/,
  ce_type: /^[A-Za-z][A-Za-z0-9]{0,63}$/,
  ce_time: INSTANT,
  ce_recordedat: INSTANT,
  ce_version: /^\d{1,8}$/,
  ce_schema: /^\d{1,8}$/,
  ce_slot: /^\d{1,4}$/,
  ce_hash: /^[0-9a-f]{64}$/,
  ce_door: /^[a-z]{1,10}$/,
};

/** A dead letter ready to be written: its bytes are sealed already. */
export interface SealedDeadLetter extends DeadLetterDraft {
  origin: string;
  sealedRef: string | null;
}

/** A dead letter as it is sealed, under a key of its own. @param text the whole message, as `messageText` writes it */
export const letterAside = (vault: Vault, text: string, code: string | null): LaidAside => {
  const subject = `dead letter ${vault.fingerprint(text)}`;
  return { subject, kind: 'dead-letter', plaintext: text, says: writtenIn(text), code };
};

/** The dossier that a message names, where its key can be one. */
function codeIn({ key }: TopicMessage): string | null {
  const code = key?.toString('utf8') ?? '';
  return isDossierCode(code) ? code : null;
}

/** Seals the bytes, outside of the fold's transaction; what is sealed twice because of a retry harms nobody. */
export async function sealDeadLetters(vault: Vault, drafts: readonly DeadLetterDraft[]): Promise<SealedDeadLetter[]> {
  const rows = (
    await vault.layAside(
      drafts.flatMap(({ message, event }) =>
        message ? [letterAside(vault, messageText(message), event?.stream ?? codeIn(message))] : [],
      ),
    )
  ).values();
  return drafts.map((draft) => ({
    ...draft,
    origin: originOf(draft, vault),
    sealedRef: draft.message ? rows.next().value!.ref : null,
  }));
}

function originOf({ message, event }: DeadLetterDraft, vault: Vault): string {
  if (!message) return `log/${event!.position}`;
  const digest = vault.fingerprint(messageText(message)).slice(0, 16);
  return `${message.topic}/${message.partition}/${message.offset}/${digest}`;
}

function safeHeaders(headers: TopicMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SAFE_HEADERS).flatMap(([name, shape]) => {
      const value = headers[name];
      const text = value === undefined || Array.isArray(value) ? '' : value.toString();
      return shape.test(text) ? [[name, text]] : [];
    }),
  );
}

const WRITE = `
insert into ops.dead_letter as d
  (reason, detail, origin, topic, partition, "offset", key, headers, sealed_ref, stream, version, position, first_at, last_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
on conflict (origin) do update set times = d.times + 1, last_at = excluded.last_at, reason = excluded.reason, detail = excluded.detail,
  state = case when d.topic is null then 'open' else d.state end,
  closed_at = case when d.topic is null then null else d.closed_at end,
  why = case when d.topic is null then null else d.why end
returning id`;

/** Writes one, or counts that it came again. @returns its id */
export async function writeDeadLetter(client: pg.ClientBase, letter: SealedDeadLetter, now: Instant): Promise<bigint> {
  const { message, event } = letter;
  const { rows } = await client.query<{ id: bigint }>(WRITE, [
    letter.reason,
    letter.detail,
    letter.origin,
    message?.topic ?? null,
    message?.partition ?? null,
    message?.offset ?? null,
    message ? codeIn(message) : null,
    message ? JSON.stringify(safeHeaders(message.headers)) : null,
    letter.sealedRef,
    event?.stream ?? null,
    event?.version ?? null,
    event?.position ?? null,
    now,
  ]);
  return rows[0].id;
}

export interface Parking {
  code: string;
  /** the first version that is not folded */
  version: number;
  deadLetter: bigint;
}

/**
 * From here on the stream's events are not folded, until it is mended. One that is parked already stays as it is; one that is folded further
 * than that lacks nothing.
 * @param stands reads up to where each stream stands (KindFold.stands)
 */
export async function park(
  client: pg.ClientBase,
  generation: number,
  stands: string,
  parking: Parking,
  now: Instant,
): Promise<void> {
  const { code, version, deadLetter } = parking;
  await client.query(
    `insert into ops.parked (generation, code, slot, version, dead_letter, since) select $1::int, $2, $3, $4::int, $5, $6
     where not exists (select from (${stands}) s where s.stream = $2 and s.version >= $4)
     on conflict (generation, code) do nothing`,
    [generation, code, slotOf(code), version, deadLetter, now],
  );
}

/** The parked streams of these slots. */
export async function parkedStreams(
  client: pg.ClientBase,
  generation: number,
  slots: readonly number[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ code: string }>({
    name: 'parked-codes',
    text: 'select code from ops.parked where generation = $1 and slot = any($2::smallint[])',
    values: [generation, slots],
  });
  return new Set(rows.map(({ code }) => code));
}
