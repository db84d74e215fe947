import { DOSSIER, type Kind } from '../kind.js';
import type { DossierCommand } from './commands.js';
import { decide } from './decide.js';
import { DOSSIER_EVENT_SCHEMA, dossierEventSchemas, type NewDossierEvent } from './events.js';
import { type DossierState, evolveAll, initialState } from './state.js';
import { timeline } from './timeline.js';

/** Dossiers (hồ sơ TTHC): their streams are their codes. */
export const DOSSIER_KIND: Kind<DossierState, DossierCommand, NewDossierEvent> = {
  kind: DOSSIER,
  schema: DOSSIER_EVENT_SCHEMA,
  schemas: dossierEventSchemas,
  streamOf: (code) => code,
  initialState,
  evolve: evolveAll,
  decide,
  standing: (state) => {
    const { phase, due } = timeline(state);
    return { phase, dueAt: due?.at ?? null };
  },
};
