import { dossier } from './dossier/address.js';
import { drill } from './drill/address.js';
import { operations } from './operations/address.js';
import { overview } from './overview/address.js';
import { unit } from './unit/address.js';
import { worklist } from './worklist/address.js';

/** Every view by its name: links lead to it, the server answers with the page there. */
export const ADDRESSES = { overview, unit, worklist, dossier, drill, operations };
export type ViewName = keyof typeof ADDRESSES;
