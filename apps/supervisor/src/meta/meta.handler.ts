import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ReferenceStore } from '#application';
import { DEMONSTRATION, type DemonstrationOffset } from '../query/demonstration.js';
import { byVietnamese, unitName } from '../query/names.js';
import { Parameters } from '../query/parameters.js';
import { PresentReader } from '../query/present.js';
import { defaultPeriod } from '../query/selection.js';
import { MetaQuery, type MetaView } from './meta.query.js';

@QueryHandler(MetaQuery)
export class MetaHandler implements IQueryHandler<MetaQuery> {
  constructor(
    private readonly present: PresentReader,
    private readonly reference: ReferenceStore,
    @Inject(DEMONSTRATION) private readonly demonstration: DemonstrationOffset,
  ) {}

  async execute({ raw }: MetaQuery): Promise<MetaView> {
    new Parameters(raw).done();
    const { now, today, reference, plan, metrics, reportingFrom, fields } = await this.present.read();
    const setting = async (key: string): Promise<string> => (await this.reference.setting(key)) ?? '';
    const place = await setting('place');
    const { units } = reference.rows;
    const offsetMs = this.demonstration();
    return {
      place: { name: place, title: (await setting('title')) || `Một cửa ${place}`.trim() },
      plan,
      populations: reference.populations.rows.map(({ key, label, heading, total, rated }) => ({
        key,
        label,
        heading,
        total,
        rated,
      })),
      now,
      demonstration: offsetMs === null ? null : { offsetMs },
      today,
      units: units
        .map(({ key, population, validFrom, validTo }) => ({
          ...unitName(key, reference),
          population,
          validFrom,
          validTo,
        }))
        .sort((a, b) => byVietnamese(a.name, b.name)),
      fields: [...fields].sort(byVietnamese),
      procedures: reference
        .proceduresOn(today)
        .map(({ code, name, field }) => ({ code, name, field }))
        .sort((a, b) => byVietnamese(a.name, b.name)),
      metrics: metrics.map(({ id, label, definition, source, heading, shown }) => ({
        id,
        label,
        definition,
        source,
        heading,
        shown: [...shown],
      })),
      periods: {
        default: defaultPeriod(today).key,
        reportingFrom,
        reportingSource: await setting('reporting-source'),
      },
    };
  }
}
