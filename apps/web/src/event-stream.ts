/**
 * Server-sent events by `fetch`. The browser's own EventSource resumes (Last-Event-ID) only when it opens a broken line
 * again by itself, and it gives up for good where a restarting server answers anything but 200; who then opens another
 * one cannot tell it what has been seen.
 */
export interface StreamEvent {
  event: string;
  data: string;
  /** the last id that the stream has told; what to resume with */
  id: string;
}

/** Takes a stream's text piece by piece and gives the events that are whole (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventParser {
  private rest = '';
  private event = '';
  private data: string[] = [];

  constructor(private id = '') {}

  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop()!;
    for (const line of lines) {
      if (line !== '') this.take(line);
      else if (this.data.length > 0) {
        events.push({ event: this.event || 'message', data: this.data.join('\n'), id: this.id });
        [this.event, this.data] = ['', []];
      } else this.event = '';
    }
    return events;
  }

  private take(line: string): void {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
    if (name === 'event') this.event = value;
    else if (name === 'data') this.data.push(value);
    else if (name === 'id' && !value.includes('\0')) this.id = value;
  }
}

export interface StreamReader {
  onEvent: (event: StreamEvent) => void;
  /** It has ended, by a fault, by the server, or with another answer than 200 (its status). Never after `close`. */
  onEnd: (status: number) => void;
}

/**
 * Opens a stream.
 * @param lastEventId what an earlier stream of the same question has brought; empty: nothing
 * @returns closes it
 */
export function openStream(url: string, lastEventId: string, { onEvent, onEnd }: StreamReader): () => void {
  const abort = new AbortController();
  const read = async (): Promise<number> => {
    const headers = { accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) };
    const response = await fetch(url, { headers, cache: 'no-store', signal: abort.signal });
    if (!response.ok || !response.body) return response.status;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser(lastEventId);
    for (;;) {
      const { done, value } = await reader.read();
      if (done || abort.signal.aborted) return response.status;
      for (const event of parser.push(value)) if (!abort.signal.aborted) onEvent(event);
    }
  };
  void read()
    .catch(() => 0)
    .then((status) => {
      if (!abort.signal.aborted) onEnd(status);
    });
  return () => abort.abort();
}
