import type { AsOf } from '../query/as-of.js';
import { changesBetween } from './changes.js';
import { changesFrame, figuresFrame } from './frames.js';
import type { Viewer } from './viewer.js';

export type Compute = () => Promise<{ asOf: AsOf }>;

/** One distinct question that somebody watches: computed and serialised once for all its viewers. */
export class Topic {
  readonly viewers = new Set<Viewer>();
  /** since when nobody watches; a reader whose line broke for a moment finds it still there */
  idleSince = Date.now();
  private frame: Buffer | null = null;
  private figures = '';
  private position = '';
  /** figures may have differed at this same position: a day went by, reference data changed, or nobody watched before */
  private ambiguous = true;
  private first: Promise<void> | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly compute: Compute) {}

  /** Computes the figures if they never were; calls at the same time share it. @throws what the question throws */
  ready(): Promise<void> {
    return (this.first ??= this.refresh().then(() => undefined));
  }

  /**
   * Computes anew and, if anything but the instant has changed, shows it to all. One that is under way may have read the
   * tables before they changed, so this one comes after it.
   * @returns whether it had changed
   */
  refresh(): Promise<boolean> {
    const next = this.last.then(() => this.recompute());
    this.last = next.catch(() => undefined);
    return next;
  }

  /**
   * Adds a viewer and shows it the figures, unless it has seen them: its last event has the position at which they stand.
   * Only after `ready`.
   */
  join(viewer: Viewer, lastEventId: string | undefined): void {
    this.viewers.add(viewer);
    if (lastEventId !== this.position || this.ambiguous) viewer.show(this.frame!);
  }

  leave(viewer: Viewer): void {
    this.viewers.delete(viewer);
    if (this.viewers.size === 0) this.idleSince = Date.now();
  }

  private async recompute(): Promise<boolean> {
    const { asOf, ...rest } = await this.compute();
    const figures = JSON.stringify(rest);
    if (figures === this.figures) return false;
    this.ambiguous = this.figures === '' || this.position === asOf.position;
    const changes = this.changesTo(figures, asOf);
    this.figures = figures;
    this.position = asOf.position;
    this.frame = figuresFrame(asOf.position, `{"asOf":${JSON.stringify(asOf)},${figures.slice(1)}`);
    for (const viewer of this.viewers) viewer.show(this.frame, changes);
    return true;
  }

  /** What makes the new frame of the last one, for all who have that; null when nobody watches or the whole is not much longer. */
  private changesTo(figures: string, asOf: AsOf): Buffer | null {
    if (this.figures === '' || this.viewers.size === 0) return null;
    const changes = JSON.stringify(changesBetween(JSON.parse(this.figures), JSON.parse(figures)));
    if (changes.length > figures.length / 2) return null;
    return changesFrame(asOf.position, `{"asOf":${JSON.stringify(asOf)},"changes":${changes}}`);
  }
}
