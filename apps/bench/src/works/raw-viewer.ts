import { connect, type Socket } from 'node:net';

/** Heads the id of `figures` and of `changes`; JSON holds no line break. */
const MARK = '\nid: ';
const CHANGES = Buffer.from('changes');
const NOTHING = Buffer.alloc(0);

/**
 * A browser's live stream on a bare socket, as good or bad as it is told to be. It keeps what it needs to judge, never the frames, so that
 * thousands cost little. Node gives a socket's bytes only where it reads: one that is paused leaves them to the network.
 */
export class RawViewer {
  /** of the answer; 0 as long as there is none */
  status = 0;
  /** the head of the answer, and for a refusal its body too */
  head = '';
  /** how many `figures` and `changes` came */
  frames = 0;
  /** how many of them were `changes` */
  changes = 0;
  /** the id of the last of them */
  id: string | null = null;
  /** when it came (performance.now) */
  at = 0;
  bytes = 0;
  closed = false;
  readonly socket: Socket;
  private carried: Buffer = NOTHING;

  /** @param onFrame told of each of them when its id is read */
  constructor(
    url: string,
    {
      lastEventId,
      reads = true,
      onFrame,
    }: { lastEventId?: string | null; reads?: boolean; onFrame?: (viewer: RawViewer) => void } = {},
  ) {
    const { hostname, port, pathname, search } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const seen = lastEventId ? `Last-Event-ID: ${lastEventId}\r\n` : '';
    this.socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/event-stream\r\n${seen}\r\n`,
    );
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.closed = true));
    this.socket.on('data', (chunk: Buffer) => this.take(chunk, onFrame));
    if (!reads) this.socket.pause();
  }

  /** the position at which the last of them stood; 0 before the first */
  get position(): bigint {
    return BigInt(this.id?.split('@', 1)[0] ?? 0);
  }

  /** Reads what has come up to now and pauses again. */
  sip(): void {
    this.socket.once('data', () => this.socket.pause());
    this.socket.resume();
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer, onFrame?: (viewer: RawViewer) => void): void {
    this.bytes += chunk.length;
    if (this.status === 0 || this.status !== 200) {
      this.head += chunk.toString();
      this.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(this.head)?.[1] ?? 0);
    }
    // ids are short and stand at the frame's beginning: look at them without decoding the figures
    const all = this.carried.length > 0 ? Buffer.concat([this.carried, chunk]) : chunk;
    let done = 0;
    for (let at = all.indexOf(MARK); at >= 0; at = all.indexOf(MARK, done)) {
      const end = all.indexOf('\n', at + MARK.length);
      if (end < 0) break;
      done = end;
      this.frames += 1;
      if (all.subarray(at - CHANGES.length, at).equals(CHANGES)) this.changes += 1;
      this.id = all.subarray(at + MARK.length, end).toString();
      this.at = performance.now();
      onFrame?.(this);
    }
    // a mark may be cut in two, though not where a frame and its chunk have ended (\n\n\r\n)
    const whole = all.at(-1) === 10 && all.at(-3) === 10;
    this.carried = whole ? NOTHING : Buffer.from(all.subarray(Math.max(done, all.length - 64)));
  }
}
