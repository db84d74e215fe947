import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { refuse } from '#platform';
import { dossier } from '#projections';
import { readAsOf } from '../query/as-of.js';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import { DossierQuery, type DossierView } from './dossier.query.js';
import { dossierView } from './dossier.view.js';

@QueryHandler(DossierQuery)
export class DossierHandler implements IQueryHandler<DossierQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly store: EventStore,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: DossierQuery): Promise<DossierView> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const code = parameters.required('code');
    parameters.done();
    const { asOf, found } = await this.model.read(async (db) => ({
      asOf: await readAsOf(db, present),
      found: await dossier(db, this.store, code!),
    }));
    if (!found) throw refuse('not-found', { detail: 'Không có hồ sơ nào có mã này.' });
    return { asOf, ...dossierView(found.state, found.events, present) };
  }
}
