/** One event of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON holds no line break. */
export const figuresFrame = (position: string, json: string): Buffer =>
  Buffer.from(`event: figures\nid: ${position}\ndata: ${json}\n\n`);

/** What has changed since the frame before it on the same stream. */
export const changesFrame = (position: string, json: string): Buffer =>
  Buffer.from(`event: changes\nid: ${position}\ndata: ${json}\n\n`);

export const heartbeatFrame = (beat: { instant: string; lagSeconds: number; live: boolean }): Buffer =>
  Buffer.from(`event: heartbeat\ndata: ${JSON.stringify(beat)}\n\n`);

/** Tells the browser how long to wait before it opens a broken stream again. */
export const OPENING = 'retry: 2000\n\n';
