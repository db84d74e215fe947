import type { ViewAddress } from '../../choices.js';

export const worklist: ViewAddress = {
  path: '/tre-han',
  kept: ['kind', 'days', 'unit', 'scope', 'field', 'procedure', 'apology', 'after'],
};
