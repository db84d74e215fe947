import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { calendarEnd, ImportLeases, MessageStore } from '#application';
import { progress } from '#projections';
import { readAsOf } from '../query/as-of.js';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import { faultLabel } from './faults.vi.js';
import { OperationsQuery, type OperationsView } from './operations.query.js';
import { undecided } from './undecided.js';

@QueryHandler(OperationsQuery)
export class OperationsHandler implements IQueryHandler<OperationsQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
    private readonly messages: MessageStore,
    private readonly imports: ImportLeases,
  ) {}

  async execute({ raw }: OperationsQuery): Promise<OperationsView> {
    new Parameters(raw).done();
    const present = await this.present.read();
    const { now, reference } = present;
    const { announcedUntil, warning } = calendarEnd(reference, now);
    const refused = await this.messages.countRefused();
    const importing = await this.imports.running();
    return this.model.read(async (db) => {
      const asOf = await readAsOf(db, present);
      const { head, lastEventAt, lagEvents, slots, generation, building, deadLetters, parked } = await progress(
        db,
        now,
      );
      return {
        asOf,
        head: head.toString(),
        lastEventAt,
        lagEvents,
        slots: slots.map((each) => ({ ...each, position: each.position.toString() })),
        generation,
        building: building && {
          ...building,
          position: building.position.toString(),
          target: building.target.toString(),
        },
        deadLetters,
        parked,
        refused: refused.map((each) => ({ ...each, label: faultLabel(each.fault) })),
        importing,
        closedUnits: await undecided(db, present),
        calendar: { announcedUntil, endsSoon: warning !== null },
      };
    });
  }
}
