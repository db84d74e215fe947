import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Application } from '#application';
import { readSnapshot } from '#projections';

/** The read tables. All that one question reads comes from the same state, so that the figures of one answer agree. */
@Injectable()
export class ReadModel {
  constructor(private readonly application: Application) {}

  read<T>(question: (db: pg.ClientBase) => Promise<T>): Promise<T> {
    return readSnapshot(this.application.pool, question);
  }
}
