import { setTimeout as delay } from 'node:timers/promises';

interface Answer {
  version: number;
  events: { type: string; version: number; position: string }[];
}

/** By the command's id (idempotency key): its events as one text, position and type of each. A long run has millions. */
export type Acknowledged = [key: string, events: string];

/** A life of known content: what is sent, and what the log must have of it. */
export const LIFE: [command: string, body: object, event: string][] = [
  ['receive', { procedure: '1.004884', unit: '26077' }, 'Received'],
  ['digitise', { papers: ['TP-01'] }, 'Digitised'],
  ['request-supplement', { reason: 'Thiếu giấy tờ' }, 'SupplementRequested'],
  ['supplement', {}, 'Supplemented'],
  ['resolve', { outcome: 'granted' }, 'Resolved'],
  ['return-result', { to: 'applicant' }, 'ResultReturned'],
];

/**
 * Counters that go on whatever happens: each sends one command after the other and sends it again, under the same key, until it is acknowledged.
 * An answer that is neither an acknowledgement nor "try again" is a fault.
 */
export class SteadyWriter {
  readonly acknowledged: Acknowledged[] = [];
  readonly faults: string[] = [];
  /** 503 answers; those without Retry-After or without a problem's body are faults */
  unavailable = 0;
  /** requests that got no answer at all */
  cutOff = 0;
  /** requests that are away and not answered yet, by the counter they went to */
  private readonly away = new Map<string, number>();
  private sent = 0;
  private stopping = false;
  private readonly work: Promise<unknown>;

  constructor(
    private readonly addresses: string[],
    private readonly prefix: string,
    counters = 8,
  ) {
    this.work = Promise.all(Array.from({ length: counters }, (_, index) => this.counter(index)));
  }

  /** Requests that are away and not answered yet: by one counter, or by all. */
  inFlight(address?: string): number {
    if (address !== undefined) return this.away.get(address) ?? 0;
    return [...this.away.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Finishes the commands in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.work;
  }

  private async counter(index: number): Promise<void> {
    for (let n = 1; !this.stopping; n += 1) {
      const code = `${this.prefix}-${String(index * 100_000 + n).padStart(7, '0')}`;
      for (const [step, [command, body, event]] of LIFE.entries()) {
        if (this.stopping) return;
        await this.send(code, command, { at: new Date().toISOString(), ...body }, `${code}/${step}`, event);
      }
    }
  }

  private async send(code: string, command: string, body: object, key: string, event: string): Promise<void> {
    // one command after the other by another counter: what a counter remembers of a dossier is old most of the time
    for (let attempt = this.sent++; ; attempt += 1) {
      const address = this.addresses[attempt % this.addresses.length]!;
      const answer = await this.post(`${address}/v1/dossiers/${code}/${command}`, body, key);
      if (answer === 'again') {
        await delay(20); // as a counter waits before it tries again
        continue;
      }
      if (typeof answer === 'string') this.faults.push(`${command} ${code}: ${answer}`);
      else {
        if (answer.events[0]?.type !== event) this.faults.push(`${command} ${code}: ${JSON.stringify(answer.events)}`);
        this.acknowledged.push([key, answer.events.map(({ position, type }) => `${position} ${type}`).join(', ')]);
      }
      return;
    }
  }

  private async post(url: string, body: object, key: string): Promise<Answer | 'again' | string> {
    const { origin } = new URL(url);
    this.away.set(origin, this.inFlight(origin) + 1);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text) as Answer;
      if (response.status !== 503) return `${response.status} ${text}`;
      this.unavailable += 1;
      const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
      return isProblem && response.headers.has('retry-after') ? 'again' : `503 without Retry-After: ${text}`;
    } catch {
      this.cutOff += 1;
      return 'again';
    } finally {
      this.away.set(origin, this.inFlight(origin) - 1);
    }
  }
}
