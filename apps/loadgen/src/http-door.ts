import http from 'node:http';
import https from 'node:https';
import { CALLER, type Door, NO_ANSWER, refused } from './door.js';
import type { Sending } from './lives.js';
import type { Ending } from './tally.js';

interface Answer {
  status: number;
  body: unknown;
}

/** The counters' door: one command a request, or several as `POST /v1/commands`, over connections that are kept. */
export class HttpDoor implements Door {
  private readonly agent: http.Agent;
  private readonly send: typeof http.request;

  /** @param patienceMs after how long without an answer a request is given up */
  constructor(
    private readonly base: URL,
    connections: number,
    private readonly patienceMs: number,
  ) {
    const tls = base.protocol === 'https:';
    const options = { keepAlive: true, maxSockets: connections, scheduling: 'fifo' as const };
    this.agent = tls ? new https.Agent(options) : new http.Agent(options);
    this.send = tls ? https.request : http.request;
  }

  async single({ id, code, type, body }: Sending): Promise<Ending> {
    const answer = await this.post(`/v1/dossiers/${code}/${type}`, id, body);
    return 'kind' in answer ? answer : endingOf(answer.status, answer.body);
  }

  async batch(sendings: readonly Sending[]): Promise<Ending[]> {
    const items = sendings.map(({ id, code, type, body }) => ({ id, code, type, ...body }));
    const answer = await this.post('/v1/commands', `batch-${sendings[0]!.id}`, { items });
    if ('kind' in answer) return sendings.map(() => answer);
    if (answer.status !== 200) return sendings.map(() => endingOf(answer.status, answer.body));
    const verdicts = (answer.body as { items: { status: number; problem?: unknown }[] }).items;
    return sendings.map((_, i) => endingOf(verdicts[i]!.status, verdicts[i]!.problem));
  }

  close(): void {
    this.agent.destroy();
  }

  /** Rejects never: what went wrong is the ending. */
  private post(path: string, key: string, body: unknown): Promise<Answer | (Ending & { kind: 'error' })> {
    const text = JSON.stringify(body);
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      'Idempotency-Key': key,
      'X-Caller': CALLER,
    };
    return new Promise((resolve) => {
      const fail = (what: string): void => resolve({ kind: 'error', what });
      const options = { method: 'POST', agent: this.agent, headers, timeout: this.patienceMs };
      const request = this.send(new URL(path, this.base), options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          try {
            resolve({ status, body: JSON.parse(Buffer.concat(chunks).toString()) as unknown });
          } catch {
            resolve({ status, body: null });
          }
        });
      });
      request.on('timeout', () => request.destroy(Object.assign(new Error(), { code: NO_ANSWER })));
      request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
      request.end(text);
    });
  }
}

const endingOf = (status: number, problem: unknown): Ending =>
  status === 200 ? { kind: 'accepted' } : refused(status, problem);
