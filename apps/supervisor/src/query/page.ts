import { Type } from 'typebox';
import { nullable } from '../openapi/schema.js';
import type { Parameters } from './parameters.js';

/** Of an answer that has a page of a list. */
export const next = nullable(Type.String({ description: '`after` of the next page; null: this is the last' }));

export interface PageRequest {
  after?: string;
  limit: number;
}

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** Reads `after` (the place of the last row of the page before) and `limit`. Pages go by key, never by offset. */
export function readPage(parameters: Parameters): PageRequest {
  return {
    after: parameters.text('after') ?? undefined,
    limit: parameters.integer('limit', 1, MAX_LIMIT, DEFAULT_LIMIT),
  };
}
