import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { worklist, worklistTotal } from '#projections';
import { readAsOf } from '../query/as-of.js';
import { readPage } from '../query/page.js';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { refusingStrangeCursor } from '../query/cursor.js';
import { ReadModel } from '../query/read-model.js';
import { WorklistQuery, type WorklistView } from './worklist.query.js';
import { readWorklist, worklistItem } from './worklist.js';

@QueryHandler(WorklistQuery)
export class WorklistHandler implements IQueryHandler<WorklistQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: WorklistQuery): Promise<WorklistView> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const question = readWorklist(parameters, present);
    const page = readPage(parameters);
    parameters.done();
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present);
      const total = await worklistTotal(db, question);
      const { items, next } = await refusingStrangeCursor(() => worklist(db, question, page));
      return { asOf, total, items: items.map((row) => worklistItem(row, question.kind === 'late', present)), next };
    });
  }
}
