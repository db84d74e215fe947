import { Query } from '@nestjs/cqrs';
import type { Plan } from '#application';
import type { Population, PopulationRow } from '#domain';
import type { MonthDay, Place } from '#metrics';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';

export interface MetaView {
  /** `name` within a sentence, `title` of the page */
  place: { name: string; title: string };
  /** the plan of today */
  plan: Plan | null;
  /** in their order */
  populations: Omit<PopulationRow, 'order'>[];
  now: string;
  demonstration: { offsetMs: number } | null;
  today: string;
  /** past ones too */
  units: (UnitName & { population: Population; validFrom: string; validTo: string | null })[];
  fields: string[];
  procedures: (ProcedureName & { field: string })[];
  /** what the plan counts, in its order */
  metrics: {
    id: string;
    label: string;
    definition: string;
    source: string;
    heading: string;
    shown: readonly Place[];
  }[];
  /** `reportingFrom`: the first day of the reporting year, by `reportingSource` */
  periods: { default: string; reportingFrom: MonthDay; reportingSource: string };
}

/** What can be chosen, and what the numbers mean. No parameters. */
export class MetaQuery extends Query<MetaView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
