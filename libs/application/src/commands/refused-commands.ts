import type pg from 'pg';
import { type Clock, isDossierCode } from '#domain';
import type { Vault } from '#event-store';
import { messageContent, type MessageContent, messageText, type TopicMessage } from '#event-stream';
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

/** Whose key seals the messages. */
const SUBJECT = 'refused-commands';
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
    const digest = Buffer.from(this.vault.fingerprint(text), 'hex');
    const now = this.clock.now();
    const known = await this.pool.query<{ id: string }>(
      `update ops.refused_command set times = times + 1, last_at = $2, problem = $3 where digest = $1 returning id`,
      [digest, now, JSON.stringify(problem)],
    );
    if (known.rows[0]) return known.rows[0].id;
    const [row] = await this.vault.sealAndStore([{ subject: SUBJECT, kind: 'refused-command', plaintext: text }]);
    const { topic, partition, offset, key } = message;
    const code = key?.toString() ?? '';
    const { rows } = await this.pool.query<{ id: string }>(
      `insert into ops.refused_command as r (digest, topic, partition, "offset", code, problem, sealed_ref, first_at, last_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
       on conflict (digest) do update set times = r.times + 1, last_at = excluded.last_at, problem = excluded.problem
       returning id`,
      [digest, topic, partition, offset, isDossierCode(code) ? code : null, JSON.stringify(problem), row!.ref, now],
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

  /** One with its message opened (null: its key was deleted since); null where there is none. */
  async open(id: string): Promise<{ command: RefusedCommand; message: MessageContent | null } | null> {
    const { rows } = await this.pool.query<RefusedCommand & { sealed_ref: string }>(
      `select ${COLUMNS}, sealed_ref from ops.refused_command where id::text = $1`,
      [id],
    );
    if (!rows[0]) return null;
    const { sealed_ref: ref, ...command } = rows[0];
    const text = await this.vault.open(ref);
    return { command, message: text === null ? null : messageContent(text) };
  }
}
