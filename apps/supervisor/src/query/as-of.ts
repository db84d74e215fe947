import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { Application } from '#application';
import { type Clock, type Instant, instant, toMs } from '#domain';
import { CLOCK } from '#platform';
import { progress } from '#projections';
import { instant as utc, named, position as place } from '../openapi/schema.js';
import { ReadModel } from './read-model.js';

export const AsOf = named(
  'AsOf',
  {
    epoch: Type.String({
      description:
        'the life of the log in which positions count: another one after a restore, when they may have gone back',
    }),
    instant: { ...utc, description: 'up to when everything recorded is counted, UTC' },
    position: place,
    lagSeconds: Type.Number({ minimum: 0 }),
    live: Type.Boolean({ description: 'false: the figures are behind, or nobody knows' }),
  },
  'The state of the log that an answer was read from',
);
export type AsOf = Static<typeof AsOf>;

/** How far behind figures may be that are still called live. */
const LIVE_WITHIN_SECONDS = 3;

/** The present of a question: by the system's clock, in a life of the log. */
export interface Moment {
  now: Instant;
  epoch: string;
}

/** What an answer says of its age. Caught up, the figures are of now; behind, they are of as long ago as the lag. */
export async function readAsOf(db: pg.ClientBase, { now, epoch }: Moment): Promise<AsOf> {
  const { position, lagSeconds } = await progress(db, now);
  const lag = Math.round(lagSeconds * 10) / 10;
  return {
    epoch,
    instant: lag === 0 ? now : instant(toMs(now) - lag * 1000),
    position: position.toString(),
    lagSeconds: lag,
    live: lag <= LIVE_WITHIN_SECONDS,
  };
}

/** What a sign of life says; no epoch where the log could never be asked for it. */
export type Heartbeat = Omit<AsOf, 'position' | 'epoch'> & { epoch?: string };

@Injectable()
export class AsOfReader {
  private last: { epoch: string; instant: Instant; lagSeconds: number; readAt: number } | null = null;

  constructor(
    private readonly model: ReadModel,
    private readonly application: Application,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The sign of life on open streams; when the tables cannot be asked it says since when nobody knows. */
  async heartbeat(): Promise<Heartbeat> {
    try {
      const epoch = await this.application.store.epoch();
      const moment = { now: this.clock.now(), epoch };
      const { instant: upTo, lagSeconds, live } = await this.model.read((db) => readAsOf(db, moment));
      this.last = { epoch, instant: upTo, lagSeconds, readAt: Date.now() };
      return { epoch, instant: upTo, lagSeconds, live };
    } catch {
      const { last } = this;
      const since = last ? (Date.now() - last.readAt) / 1000 : 0;
      return {
        ...(last && { epoch: last.epoch }),
        instant: last?.instant ?? this.clock.now(),
        lagSeconds: Math.round(((last?.lagSeconds ?? 0) + since) * 10) / 10,
        live: false,
      };
    }
  }
}
