import type { Writable } from 'node:stream';

/** How long a reader may leave its buffer full before its stream is closed: it opens a new one and gets the figures of then. */
const PATIENCE_MS = 30_000;

/** Bytes where it goes to many: what waits for a slow reader is then the same memory for all of them. */
export type Frame = Uint8Array | string;

/**
 * One open stream. A frame is the whole state of a view, so a slow reader needs only the latest: while its buffer is
 * full, one frame waits and is replaced by the next. A reader that takes changes gets those alone when its stream has
 * brought it the frame before them, and otherwise the whole.
 */
export class Viewer {
  private waiting: Frame | null = null;
  private fullSince: number | null = null;
  /** the whole has gone out on this stream; what another one brought (Last-Event-ID) is not built upon */
  private based = false;
  private readonly takesChanges: boolean;
  private readonly clock: () => number;

  /** @param takesChanges the reader can do with what has changed since the frame before */
  constructor(
    private readonly out: Writable,
    { takesChanges = false, clock = Date.now }: { takesChanges?: boolean; clock?: () => number } = {},
  ) {
    this.takesChanges = takesChanges;
    this.clock = clock;
    // a line that breaks is the reader's matter: the stream closes, and nobody is to be told
    out.on('error', () => undefined);
    out.on('drain', () => {
      this.fullSince = null;
      const frame = this.waiting;
      this.waiting = null;
      if (frame !== null) this.write(frame);
    });
  }

  get slow(): boolean {
    return this.fullSince !== null;
  }

  /**
   * Sends a frame, or keeps it in the place of the one that waits. To be told of every frame, in order.
   * @param changes what makes it of the frame before, where that is shorter
   */
  show(whole: Frame, changes: Frame | null = null): void {
    // changes upon a frame that waits, and will not be sent now, are upon nothing
    const frame = this.takesChanges && this.based && this.waiting === null ? (changes ?? whole) : whole;
    this.based = true;
    if (this.slow) this.waiting = frame;
    else this.write(frame);
  }

  /** Sends a sign of life; to a reader that takes nothing, none. Closes the stream of one that has taken nothing for long. */
  beat(frame: Frame): void {
    if (this.fullSince === null) this.write(frame);
    else if (this.clock() - this.fullSince > PATIENCE_MS) this.out.destroy();
  }

  end(): void {
    this.out.end();
  }

  private write(frame: Frame): void {
    if (this.out.writable && !this.out.write(frame)) this.fullSince = this.clock();
  }
}
