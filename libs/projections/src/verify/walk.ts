import type { EventStore, StoredEvent } from '#event-store';
import { advanceAsFarAsPossible, type Advanced, unknownDossier } from '../fold/known-dossier.js';
import { Beside } from './beside.js';
import { streams } from './recount.js';
import type { Recounted, Verifying } from './verification.js';

/** So many dossiers are held against the tables together. */
const PAGE = 500;

const STANDS = `select code, version from read.dossier where generation = $1 order by code collate "default"`;

/**
 * The log's dossiers counted anew, each up to the version that its row has, and the rows of which the log knows nothing, in the order of the
 * log's streams.
 */
export async function* pagesOfDossiers(verifying: Walking, store: EventStore): AsyncGenerator<Recounted[]> {
  let page: Recounted[] = [];
  for await (const dossier of dossiers(verifying, store)) {
    if (page.push(dossier) < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* dossiers({ client, generation, ...log }: Walking, store: EventStore): AsyncGenerator<Recounted> {
  const stands = new Beside<Stand>(client, 'stands', STANDS, [generation]);
  for await (const events of streams(store, undefined, log.head)) {
    const [{ stream: code, slot }] = events;
    let stand = await stands.next(code);
    for (; stand && stand.code !== code; stand = await stands.next(code)) yield stray(stand);
    const version = stand?.version ?? null;
    const reached = log.checkpoints.get(slot)?.position ?? 0n;
    const due = events.filter(({ position }) => position <= reached).length;
    yield { code, events: events.length, due, version, advanced: advancedTo(version, events) };
  }
  for (let stand = await stands.next(null); stand; stand = await stands.next(null)) yield stray(stand);
}

type Walking = Pick<Verifying, 'client' | 'generation' | 'head' | 'checkpoints'>;

interface Stand {
  code: string;
  version: number;
}
const stray = ({ code, version }: Stand): Recounted => ({ code, events: 0, due: 0, version, advanced: null });

function advancedTo(version: number | null, events: readonly StoredEvent[]): Advanced | null {
  if (version === null) return null;
  const [{ stream, slot }] = events;
  const folded = events.filter((event) => event.version <= version);
  const { advanced } = advanceAsFarAsPossible(unknownDossier(stream, slot), folded);
  return advanced?.dossier.version === version ? advanced : null;
}
