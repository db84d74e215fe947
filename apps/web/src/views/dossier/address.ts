import type { ViewAddress } from '../../choices.js';

export const dossier: ViewAddress = { path: '/ho-so', kept: ['code'] };
