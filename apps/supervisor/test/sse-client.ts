export interface ServerEvent {
  event: string;
  id: string | null;
  data: Record<string, unknown>;
  /** when it came (performance.now) */
  at: number;
}

/** Reads a live stream as a browser does. */
export class SseClient {
  readonly events: ServerEvent[] = [];
  status = 0;
  headers = new Headers();
  /** kept when the server has ended the stream */
  readonly ended: Promise<void>;
  private readonly abort = new AbortController();
  private readonly waiting = new Set<() => void>();
  private readonly opened: Promise<void>;

  constructor(url: string, headers: Record<string, string> = {}) {
    const response = fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: this.abort.signal });
    this.opened = response.then(({ status, headers: given }) => {
      this.status = status;
      this.headers = given;
    });
    this.ended = response.then((answer) => this.read(answer)).catch(() => undefined);
  }

  open(): Promise<void> {
    return this.opened;
  }

  close(): void {
    this.abort.abort();
  }

  /** The first event for which the condition holds, among those that came and those that come. */
  async until(holds: (event: ServerEvent) => boolean, timeoutMs = 15_000): Promise<ServerEvent> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const found = this.events.find(holds);
      if (found) return found;
      const left = end - performance.now();
      if (left <= 0)
        throw new Error(
          `no such event within ${timeoutMs} ms; came: ${JSON.stringify(this.events.map(({ event, id }) => [event, id]))}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
    if (!fields.has('event')) return;
    this.events.push({
      event: fields.get('event')!,
      id: fields.get('id') ?? null,
      data: JSON.parse(fields.get('data')!) as Record<string, unknown>,
      at: performance.now(),
    });
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}
