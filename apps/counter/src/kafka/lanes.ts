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

/** What is known of a partition: only what is not done, so that a load that stands for days fills no memory. */
interface Partition {
  /** the first offset that was taken */
  first: bigint;
  /** the offset after the last one that was taken */
  next: bigint;
  /** offsets that are not done, in their order */
  open: Set<bigint>;
}

interface Waiting<T> {
  load: Load<T>;
  round: number;
}

export interface LanesOptions<T> {
  /**
   * Does the work and never throws. `standAside`: it will take long, so another lane may be worked on beside those of `sideBySide`; its own lane
   * goes on waiting for it.
   */
  work(item: T, standAside: () => void): Promise<void>;
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
  private partitions = new Map<number, Partition>();
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
    const { partition, offset } = load;
    const known = this.partitions.get(partition) ?? { first: offset, next: offset, open: new Set() };
    this.partitions.set(partition, known);
    known.open.add(offset);
    if (offset >= known.next) known.next = offset + 1n;
    this.loads += 1;
    this.bytes += load.size;
    this.line(load.lane).push({ load, round });
    this.start();
    return true;
  }

  /** partition → the offset before which everything is done. Only of partitions where something is. */
  marks(): Map<number, bigint> {
    const marks = new Map<number, bigint>();
    for (const [partition, { first, next, open }] of this.partitions) {
      const [mark = next] = open;
      if (mark > first) marks.set(partition, mark);
    }
    return marks;
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
    const { load, round } = line.shift()!;
    let isAside = false;
    const standAside = (): void => {
      if (isAside) return;
      isAside = true;
      this.working -= 1;
      this.start();
    };
    if (round === this.round) await this.options.work(load.item, standAside);
    if (line.length > 0) this.ready.push(lane);
    else this.lanes.delete(lane);
    if (!isAside) this.working -= 1;
    this.loads -= 1;
    this.bytes -= load.size;
    if (round === this.round) this.partitions.get(load.partition)!.open.delete(load.offset);
    this.poke();
    this.start();
  }
}
