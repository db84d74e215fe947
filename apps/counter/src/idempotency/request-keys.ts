import { createHash } from 'node:crypto';
import type { Clock } from '#domain';
import type { EventStore, Json } from '#event-store';
import { bodyHash, spellingHash } from './idempotency-key.js';

type Kind = 'batch' | 'feed';

/** What became of a key, and the hash of the body under which it is known. */
export interface Claim {
  is: 'new' | 'repeated' | 'key-reused';
  hash: string;
}

/**
 * Keys of requests that are many commands: a batch, a feed message. Their own keys are apart from those of single commands (a
 * command's key holds no space), and are claimed before the first of their commands is carried out.
 */
export class RequestKeys {
  constructor(
    private readonly store: Pick<EventStore, 'append' | 'lookup'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims a key for a body. `repeated`: the same request came before, done or cut off; its commands know what they did.
   * @throws LogUnavailableError
   */
  async claim(caller: string, kind: Kind, key: string, body: unknown): Promise<Claim> {
    const commandId = `${kind} ${key}`;
    const meant = bodyHash(body);
    const verdict = await this.keep(caller, commandId, meant, null);
    if (verdict.kind !== 'key-reused') return { is: verdict.kind === 'appended' ? 'new' : 'repeated', hash: meant };
    const spelled = spellingHash(body);
    const before = await this.store.lookup({ caller, commandId, bodyHash: spelled });
    return { is: before?.kind === 'repeated' ? 'repeated' : 'key-reused', hash: spelled };
  }

  /** The kept answer of a claimed request; null = it was cut off before it had one. */
  async answer(caller: string, kind: Kind, key: string, { hash: bodyHash }: Claim): Promise<Json> {
    const first = await this.store.lookup({ caller, commandId: `${kind} answer ${key}`, bodyHash });
    return first?.kind === 'repeated' ? first.answer : null;
  }

  /** Keeps the answer of a claimed request; gives the first one, if another delivery was faster. */
  async keepAnswer(caller: string, kind: Kind, key: string, { hash: bodyHash }: Claim, answer: Json): Promise<Json> {
    const verdict = await this.keep(caller, `${kind} answer ${key}`, bodyHash, answer);
    return verdict.kind === 'repeated' ? verdict.answer : answer;
  }

  private async keep(caller: string, commandId: string, bodyHash: string, answer: Json) {
    const verdict = await this.store.append({
      // no events: the stream only keeps claims apart from one another
      stream: `request ${createHash('sha256').update(`${caller}\n${commandId}`).digest('hex')}`,
      expectedVersion: null,
      events: [],
      idempotency: { caller, commandId, bodyHash, keep: true },
      answer,
      now: this.clock.now(),
    });
    if (verdict.kind === 'conflict') throw new Error('an answer without events cannot meet a conflict');
    return verdict;
  }
}
