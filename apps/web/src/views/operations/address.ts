import type { ViewAddress } from '../../choices.js';

export const operations: ViewAddress = { path: '/van-hanh', kept: [] };
