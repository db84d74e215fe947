import type pg from 'pg';
import type { Fault } from '#domain';
import { type LaidAside, meaningOf, type Vault } from '#event-store';

/** By what a message of a feed is known again. */
export interface KnownMessage {
  source: string;
  /** where it has the shape of one; anything else may be anybody's name */
  code: string | null;
  /** keyed fingerprint of what it means */
  digest: string;
}

/** A message of a feed as it came: what is kept when it is refused. */
export interface RawMessage extends KnownMessage {
  service: string;
  /** its JSON, or the bytes of a line that is none */
  raw: string;
}

const bytesOf = ({ digest }: KnownMessage): Buffer => Buffer.from(digest, 'hex');

/** What a message means, as one text; of what is no JSON its own. */
export function meantBy(raw: string): string {
  try {
    return meaningOf(JSON.parse(raw));
  } catch {
    return raw;
  }
}

/** Whose key seals a refused message: its own. */
export const subjectOfMessage = (digest: string): string => `feed message ${digest}`;

/** A refused message as it is sealed. */
export const messageAside = ({ digest, raw, code }: Pick<RawMessage, 'digest' | 'raw' | 'code'>): LaidAside => {
  return { subject: subjectOfMessage(digest), kind: 'raw-message', plaintext: raw, code };
};

/** Refused messages (encrypted, replayable) and the defects of accepted ones. */
export class MessageStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly vault: Vault,
  ) {}

  async refuse(message: RawMessage, faults: Fault[], now: string): Promise<void> {
    const digest = bytesOf(message);
    const known = await this.pool.query(
      `update ops.refused_message set times = times + 1, last_at = $3, faults = $4, accepted_at = null
        where source = $1 and digest = $2`,
      [message.source, digest, now, JSON.stringify(faults)],
    );
    if (known.rowCount) return;
    const [row] = await this.vault.layAside([messageAside(message)]);
    await this.pool.query(
      `insert into ops.refused_message (source, digest, service, code, faults, sealed_ref, first_at, last_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7)
       on conflict (source, digest) do update set times = refused_message.times + 1, last_at = excluded.last_at`,
      [message.source, digest, message.service, message.code, JSON.stringify(faults), row!.ref, now],
    );
  }

  async defect(message: KnownMessage, faults: Fault[], now: string): Promise<void> {
    await this.pool.query(
      `insert into ops.message_defect (source, digest, code, faults, first_at) values ($1, $2, $3, $4, $5)
       on conflict (source, digest) do update set faults = excluded.faults`,
      [message.source, bytesOf(message), message.code ?? '', JSON.stringify(faults), now],
    );
  }

  /** Refused messages that have not been let in, the oldest first; those whose text was forgotten are passed over. */
  async *refused(): AsyncIterable<Omit<RawMessage, 'digest'> & { id: string }> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await this.pool.query<{
        id: string;
        source: string;
        service: string;
        code: string | null;
        sealed_ref: string;
      }>(
        `select id, source, service, code, sealed_ref from ops.refused_message
          where accepted_at is null and id > $1 order by id limit 500`,
        [after],
      );
      if (rows.length === 0) return;
      for (const { sealed_ref: ref, ...row } of rows) {
        const raw = await this.vault.open(ref);
        if (raw !== null) yield { ...row, raw };
      }
      after = rows.at(-1)!.id;
    }
  }

  /** How many messages are kept aside, by reason; one with several reasons counts for each. */
  async countRefused(): Promise<{ fault: string; messages: number }[]> {
    const { rows } = await this.pool.query<{ fault: string; messages: number }>(
      `select f ->> 'fault' as fault, count(distinct id)::int as messages
         from ops.refused_message, jsonb_array_elements(faults) as f
        where accepted_at is null group by 1 order by 2 desc, 1`,
    );
    return rows;
  }

  async accepted(id: string, now: string): Promise<void> {
    await this.pool.query('update ops.refused_message set accepted_at = $2 where id = $1', [id, now]);
  }
}
