export { DOORS } from './types.js';
export type {
  AppendItem,
  Appended,
  Conflict,
  Door,
  EventMeta,
  IdempotencyKey,
  Json,
  KeyReused,
  NewEvent,
  Page,
  Repeated,
  SealedRow,
  StoredEvent,
  Verdict,
} from './types.js';
export { EventStore, type EventStoreOptions, type StreamAllOptions } from './event-store.js';
export { ItemRefusedError, LogUnavailableError } from './append/append.errors.js';
export { canonicalJson, NotCanonical } from './hash/canonical.js';
export { Fingerprints } from './hash/fingerprints.js';
export { meaningOf } from './hash/meaning.js';
export { hashEvent, type HashedEvent, type HashedText, hashText } from './hash/event-hash.js';
export { changeLog } from './migrations/change-log.js';
export { eventStoreMigrations } from './migrations/index.js';
export { keyOnce, keyTheLog } from './migrations/key-the-log.js';
export { logOwner, OWNER } from './migrations/sql/owner.sql.js';
export { murmur2, SLOTS, slotOf } from './slot/murmur2.js';
export { type Forgotten, type LaidAside, Vault } from './vault/vault.js';
export type { Difference, Verification } from './verify/differences.js';
export { parseSeal, seal, type Seal, sealText } from './verify/seal.js';
export { verifyChain, type VerifyOptions } from './verify/verify-chain.js';
export { wakeups } from './read/wakeups.js';
