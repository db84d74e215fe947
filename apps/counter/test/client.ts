import { randomUUID } from 'node:crypto';

export interface Reply {
  status: number;
  type: string;
  headers: Headers;
  body: Record<string, unknown> & { errors?: Record<string, string>[]; items?: Record<string, unknown>[] };
}

/** Talks to a counter as a one-stop system does. */
export class Client {
  constructor(readonly address: string) {}

  async request(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(this.address + path, init);
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const body = (/json/.test(type) ? JSON.parse(text) : { text }) as Reply['body'];
    return { status: response.status, type, headers: response.headers, body };
  }

  /** Posts JSON, or bytes and texts as they are; with a key of its own unless one is given. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });
  }

  command(code: string, type: string, body: object, key: string = randomUUID()): Promise<Reply> {
    return this.post(`/v1/dossiers/${code}/${type}`, body, { 'idempotency-key': key });
  }
}

export const codes = (reply: Reply): string[] => (reply.body.errors ?? []).map((error) => error.code!);
