/** A piece of work that lies at an offset of a partition. */
export interface Load<T> {
  partition: number;
  offset: bigint;
  /** what must be done one after the other: the dossier */
  lane: string;
  /** bytes that it holds in memory */
  size: number;
  item: T;
}

interface Entry {
  offset: bigint;
  done: boolean;
}

interface Waiting<T> {
  load: Load<T>;
  entry: Entry;
  round: number;
}

export interface LanesOptions<T> {
  /** Does the work and never throws. */
  work(item: T): Promise<void>;
  /** Lanes worked on side by side: their appends share a group commit. Default 64. */
  sideBySide?: number;
  /** Most loads in memory; default 2,000. */
  mostLoads?: number;
  /** Most bytes in memory (one load may be larger); default 32 MiB. */
  mostBytes?: number;
}

/**
 * Work from the partitions of a topic: loads of one lane in their order, lanes side by side, so that a dossier waits for nobody else. What is
 * done is told as the low-water mark per partition: the offset before which everything is done.
 */
export class Lanes<T> {
  private readonly lanes = new Map<string, Waiting<T>[]>();
  private readonly ready: string[] = [];
  private partitions = new Map<number, { entries: Entry[]; mark: bigint | null }>();
  private round = 0;
  private working = 0;
  private loads = 0;
  private bytes = 0;
  private changed: (() => void)[] = [];

  constructor(private readonly options: LanesOptions<T>) {}

  /** Loads that are waiting or worked on. */
  get inFlight(): number {
    return this.loads;
  }

  /** Takes a load as soon as there is room. False: `still` says that nobody wants it any more. */
  async offer(load: Load<T>, still: () => boolean): Promise<boolean> {
    const { mostLoads = 2_000, mostBytes = 32 * 1_048_576 } = this.options;
    const { round } = this;
    const wanted = (): boolean => round === this.round && still();
    while (this.loads > 0 && (this.loads >= mostLoads || this.bytes + load.size > mostBytes) && wanted()) {
      await new Promise<void>((resolve) => this.changed.push(resolve));
    }
    if (!wanted()) return false;
    const entry = { offset: load.offset, done: false };
    const known = this.partitions.get(load.partition);
    if (known) known.entries.push(entry);
    else this.partitions.set(load.partition, { entries: [entry], mark: null });
    this.loads += 1;
    this.bytes += load.size;
    this.line(load.lane).push({ load, entry, round });
    this.start();
    return true;
  }

  /** partition → the offset before which everything is done. Only of partitions where something was taken. */
  marks(): Map<number, bigint> {
    return new Map([...this.partitions].flatMap(([partition, { mark }]) => (mark === null ? [] : [[partition, mark]])));
  }

  /** What waits is void and comes again; what is in hand is finished, and its lane waits for it. */
  reset(): void {
    this.round += 1;
    this.partitions = new Map();
    this.poke();
  }

  /** Lets those who wait in `offer` ask `still` again. */
  poke(): void {
    for (const resolve of this.changed.splice(0)) resolve();
  }

  /** Waits until nothing is in hand. */
  async idle(): Promise<void> {
    while (this.loads > 0) await new Promise<void>((resolve) => this.changed.push(resolve));
  }

  private line(lane: string): Waiting<T>[] {
    const known = this.lanes.get(lane);
    if (known) return known;
    const line: Waiting<T>[] = [];
    this.lanes.set(lane, line);
    this.ready.push(lane);
    return line;
  }

  private start(): void {
    const { sideBySide = 64 } = this.options;
    while (this.working < sideBySide && this.ready.length > 0) {
      this.working += 1;
      void this.walk(this.ready.shift()!);
    }
  }

  /** One load of a lane; then the lane goes to the end of those that are ready, so that a long one keeps nobody waiting. */
  private async walk(lane: string): Promise<void> {
    const line = this.lanes.get(lane)!;
    const { load, entry, round } = line.shift()!;
    if (round === this.round) await this.options.work(load.item);
    if (line.length > 0) this.ready.push(lane);
    else this.lanes.delete(lane);
    this.working -= 1;
    this.loads -= 1;
    this.bytes -= load.size;
    entry.done = true;
    if (round === this.round) this.move(load.partition);
    this.poke();
    this.start();
  }

  private move(partition: number): void {
    const known = this.partitions.get(partition)!;
    let done = 0;
    while (known.entries[done]?.done) done += 1;
    if (done === 0) return;
    known.mark = known.entries[done - 1]!.offset + 1n;
    known.entries.splice(0, done);
  }
}
