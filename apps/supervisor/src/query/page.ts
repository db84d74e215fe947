import type { Parameters } from './parameters.js';

export interface PageRequest {
  after?: string;
  limit: number;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Reads `after` (the place of the last row of the page before) and `limit`. Pages go by key, never by offset. */
export function readPage(parameters: Parameters): PageRequest {
  return {
    after: parameters.text('after') ?? undefined,
    limit: parameters.integer('limit', 1, MAX_LIMIT, DEFAULT_LIMIT),
  };
}
