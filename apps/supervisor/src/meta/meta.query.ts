import { Query } from '@nestjs/cqrs';
import type { Population } from '#domain';
import type { ProcedureName, UnitName } from '../query/names.js';
import type { RawQuery } from '../query/parameters.js';

export interface MetaView {
  place: { name: string };
  now: string;
  demonstration: { offsetMs: number } | null;
  today: string;
  /** past ones too */
  units: (UnitName & { population: Population; validFrom: string; validTo: string | null })[];
  fields: string[];
  procedures: (ProcedureName & { field: string })[];
  /** in the order of the table */
  metrics: { id: string; label: string; definition: string; source: string }[];
  periods: { default: string };
}

/** What can be chosen, and what the numbers mean. No parameters. */
export class MetaQuery extends Query<MetaView> {
  constructor(readonly raw: RawQuery) {
    super();
  }
}
