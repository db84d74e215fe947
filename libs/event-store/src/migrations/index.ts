import type { MigrationClass } from '#platform';
import { FewerStatements1733011600000 } from './1733011600000-fewer-statements.js';
import { AsItWasHashed1733011800000 } from './1733011800000-as-it-was-hashed.js';
import { KeyedFingerprints1733012100000 } from './1733012100000-keyed-fingerprints.js';
import { Forgotten1733012500000 } from './1733012500000-forgotten.js';
import { About1733012800000 } from './1733012800000-about.js';
import { Log1733011200000 } from './1733011200000-log.js';

/** Schema `log`. */
export const eventStoreMigrations: MigrationClass[] = [
  Log1733011200000,
  FewerStatements1733011600000,
  AsItWasHashed1733011800000,
  KeyedFingerprints1733012100000,
  Forgotten1733012500000,
  About1733012800000,
];
