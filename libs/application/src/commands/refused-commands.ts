import type pg from 'pg';
import { type Clock, isDossierCode } from '#domain';
import type { LaidAside, Vault } from '#event-store';
import { messageContent, type MessageContent, messageText, type TopicMessage, writtenIn } from '#event-stream';
import type { Problem } from '#platform';

/** A refused command without a byte of its message. */
export interface RefusedCommand {
  id: string;
  topic: string;
  partition: number;
  offset: string;
  /** the dossier, where the message's key can be one */
  code: string | null;
  problem: Problem;
  times: number;
  firstAt: string;
  lastAt: string;
}

/** Whose key seals a refused command: its own. */
const subjectOf = (digest: string): string => `refused command ${digest}`;

/** A refused command as it is sealed. @param text the whole message, as `messageText` writes it */
export const commandAside = (digest: string, text: string, code: string | null): LaidAside => {
  return { subject: subjectOf(digest), kind: 'refused-command', plaintext: text, says: writtenIn(text), code };
};

const COLUMNS = `id, topic, partition, "offset"::text, code, problem, times, first_at as "firstAt", last_at as "lastAt"`;

/** The messages of the intake topic that were refused: nothing that was sent is lost. */
export class RefusedCommands {
  constructor(
    private readonly pool: pg.Pool,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Keeps a message with the reason. The same bytes again: the same row, counted. @returns its id */
  async keep(message: TopicMessage, problem: Problem): Promise<string> {
    const text = messageText(message);
    const fingerprint = this.vault.fingerprint(text);
    const digest = Buffer.from(fingerprint, 'hex');
    const now = this.clock.now();
    const known = await this.pool.query<{ id: string }>(
      `update ops.refused_command set times = times + 1, last_at = $2, problem = $3 where digest = $1 returning id`,
      [digest, now, JSON.stringify(problem)],
    );
    if (known.rows[0]) return known.rows[0].id;
    const { topic, partition, offset, key } = message;
    const named = key?.toString() ?? '';
    const code = isDossierCode(named) ? named : null;
    const [row] = await this.vault.layAside([commandAside(fingerprint, text, code)]);
    const { rows } = await this.pool.query<{ id: string }>(
      `insert into ops.refused_command as r (digest, topic, partition, "offset", code, problem, sealed_ref, first_at, last_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
       on conflict (digest) do update set times = r.times + 1, last_at = excluded.last_at, problem = excluded.problem
       returning id`,
      [digest, topic, partition, offset, code, JSON.stringify(problem), row!.ref, now],
    );
    return rows[0]!.id;
  }

  /** The last ones first, at most `limit`. */
  async list(limit: number): Promise<RefusedCommand[]> {
    const { rows } = await this.pool.query<RefusedCommand>(
      `select ${COLUMNS} from ops.refused_command order by last_at desc, id limit $1`,
      [limit],
    );
    return rows;
  }

  /** One with its message opened (null: its key was deleted since), and whose key that is; null where there is none. */
  async open(id: string): Promise<{ command: RefusedCommand; subject: string; message: MessageContent | null } | null> {
    const { rows } = await this.pool.query<RefusedCommand & { sealed_ref: string; digest: Buffer }>(
      `select ${COLUMNS}, sealed_ref, digest from ops.refused_command where id::text = $1`,
      [id],
    );
    if (!rows[0]) return null;
    const { sealed_ref: ref, digest, ...command } = rows[0];
    const text = await this.vault.open(ref);
    return {
      command,
      subject: subjectOf(digest.toString('hex')),
      message: text === null ? null : messageContent(text),
    };
  }
}
