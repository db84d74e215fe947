import type pg from 'pg';
import type { KnownDossier } from './known-dossier.js';

/** Channel on which the fold tells what changed, once it is committed. */
export const CHANGED = 'read_changed';

/** What is told: for live views. */
export interface Changed {
  generation: number;
  /** the highest position of the batch, as decimal digits */
  position: string;
  /** keys of the units whose figures or dossiers may have changed; null: too many to name */
  units: string[] | null;
}

/** PostgreSQL's limit is 8,000 bytes. */
const LIMIT = 7_500;

export async function announce(
  client: pg.ClientBase,
  generation: number,
  dossiers: readonly KnownDossier[],
  units: ReadonlySet<string>,
): Promise<void> {
  if (dossiers.length === 0) return;
  const position = String(dossiers.reduce((max, dossier) => (dossier.position > max ? dossier.position : max), 0n));
  const named: Changed = { generation, position, units: [...units] };
  const text = JSON.stringify(named);
  const payload = Buffer.byteLength(text) <= LIMIT ? text : JSON.stringify({ ...named, units: null });
  await client.query({ name: 'announce', text: `select pg_notify('${CHANGED}', $1)`, values: [payload] });
}
