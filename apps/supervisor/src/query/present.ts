import { Inject, Injectable } from '@nestjs/common';
import { Application, type Plan, planOn, ReferenceStore, type Target } from '#application';
import { type Clock, type Instant, type LocalDay, localDay, type ReferenceData } from '#domain';
import type { MonthDay, PlanMetric } from '#metrics';
import { CLOCK } from '#platform';
import { knownFields } from '#projections';

/** What every answer is held against: the present by the system's clock (the demonstration has its own) and the data of reference. */
export interface Present {
  now: Instant;
  today: LocalDay;
  /** the life of the log: another one after a restore */
  epoch: string;
  reference: ReferenceData;
  targets: readonly Target[];
  /** the plan of today; null: none is known */
  plan: Plan | null;
  /** what the plan counts, in its order */
  metrics: readonly PlanMetric[];
  /** the first day of the reporting year */
  reportingFrom: MonthDay;
  /** every field that can be asked for: of the procedures, and of figures that are older than them */
  fields: ReadonlySet<string>;
}

@Injectable()
export class PresentReader {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reference: ReferenceStore,
    private readonly application: Application,
  ) {}

  async read(): Promise<Present> {
    const [reference, targets, plans, metrics, reportingFrom, counted, epoch] = await Promise.all([
      this.reference.data(),
      this.reference.targets(),
      this.reference.plans(),
      this.reference.metrics(),
      this.reference.reportingFrom(),
      knownFields(this.application.pool),
      // outside the snapshot of the question: whoever asks first after a restore begins the epoch, which is written
      this.application.store.epoch(),
    ]);
    const fields = new Set([...reference.rows.procedures.map(({ field }) => field), ...counted]);
    const now = this.clock.now();
    const today = localDay(now);
    const plan = planOn(plans, today);
    return { now, epoch, today, reference, targets, plan, metrics, reportingFrom, fields };
  }
}
