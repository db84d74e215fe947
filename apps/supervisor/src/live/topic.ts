import type { AsOf } from '../query/as-of.js';
import { changesBetween } from './changes.js';
import { changesFrame, eventId, figuresFrame } from './frames.js';
import type { Viewer } from './viewer.js';

export type Compute = () => Promise<{ asOf: AsOf }>;

/** One distinct question that somebody watches: computed and serialised once for all its viewers. */
export class Topic {
  readonly viewers = new Set<Viewer>();
  /** since when nobody watches; a reader whose line broke for a moment finds it still there */
  idleSince = Date.now();
  private frame: Buffer | null = null;
  private figures = '';
  private id = '';
  private epoch = '';
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
   * @returns whether they were shown
   */
  join(viewer: Viewer, lastEventId: string | undefined): boolean {
    this.viewers.add(viewer);
    const isNews = lastEventId !== this.id || this.ambiguous;
    if (isNews) viewer.show(this.frame!);
    return isNews;
  }

  leave(viewer: Viewer): void {
    this.viewers.delete(viewer);
    if (this.viewers.size === 0) this.idleSince = Date.now();
  }

  private async recompute(): Promise<boolean> {
    const { asOf, ...rest } = await this.compute();
    const figures = JSON.stringify(rest);
    // the same figures in another life of the log are news: readers must not wait for a position that may be far
    const isSameLife = asOf.epoch === this.epoch;
    if (figures === this.figures && isSameLife) return false;
    const id = eventId(asOf);
    this.ambiguous = this.figures === '' || this.id === id;
    const changes = isSameLife ? this.changesTo(figures, asOf) : null;
    this.figures = figures;
    this.id = id;
    this.epoch = asOf.epoch;
    this.frame = figuresFrame(id, `{"asOf":${JSON.stringify(asOf)},${figures.slice(1)}`);
    for (const viewer of this.viewers) viewer.show(this.frame, changes);
    return true;
  }

  /** What makes the new frame of the last one, for all who have that; null when nobody watches or the whole is not much longer. */
  private changesTo(figures: string, asOf: AsOf): Buffer | null {
    if (this.figures === '' || this.viewers.size === 0) return null;
    const changes = JSON.stringify(changesBetween(JSON.parse(this.figures), JSON.parse(figures)));
    if (changes.length > figures.length / 2) return null;
    return changesFrame(eventId(asOf), `{"asOf":${JSON.stringify(asOf)},"changes":${changes}}`);
  }
}
