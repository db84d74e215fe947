import type { AsOf } from './api.js';

/** What to do with figures that have come: show them, pass them over, or read everything again. */
export type News = 'newer' | 'older' | 'other-life';

/**
 * Where the figures that are shown stand. Positions count within one life of the log: a restore begins another, in which
 * they may have gone back, so that nothing that was shown before can be compared with it.
 */
export class Stand {
  private epoch: string | null = null;
  private position = -1n;

  /** Takes figures of a state of the log. */
  take({ epoch, position }: Pick<AsOf, 'epoch' | 'position'>): News {
    if (this.isOtherLife(epoch)) return 'other-life';
    const at = BigInt(position);
    if (at < this.position) return 'older';
    this.epoch = epoch;
    this.position = at;
    return 'newer';
  }

  /** Whether a sign of life tells of another life of the log than the one that is shown. */
  isOtherLife(epoch: string | undefined): boolean {
    return this.epoch !== null && epoch !== undefined && epoch !== this.epoch;
  }
}

/** Differs wherever the figures may: what is read beside them is read again with it. */
export const stampOf = ({ epoch, position }: AsOf): string => `${position}@${epoch}`;
