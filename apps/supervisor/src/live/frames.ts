import type { AsOf, Heartbeat } from '../query/as-of.js';

/** The id of an event: the position at which the figures stand, and the life of the log in which it counts. */
export const eventId = ({ position, epoch }: Pick<AsOf, 'position' | 'epoch'>): string => `${position}@${epoch}`;

/** One event of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON holds no line break. */
export const figuresFrame = (id: string, json: string): Buffer =>
  Buffer.from(`event: figures\nid: ${id}\ndata: ${json}\n\n`);

/** What has changed since the frame before it on the same stream. */
export const changesFrame = (id: string, json: string): Buffer =>
  Buffer.from(`event: changes\nid: ${id}\ndata: ${json}\n\n`);

export const heartbeatFrame = (beat: Heartbeat): Buffer =>
  Buffer.from(`event: heartbeat\ndata: ${JSON.stringify(beat)}\n\n`);

/** Tells the browser how long to wait before it opens a broken stream again. */
export const OPENING = 'retry: 2000\n\n';
