import type { MigrationClass } from '#platform';
import { Stream1733011300000 } from './1733011300000-stream.js';

/** Tables log.relay, ops.stream_member, ops.stream_lease; to be run after `eventStoreMigrations`. */
export const eventStreamMigrations: MigrationClass[] = [Stream1733011300000];
