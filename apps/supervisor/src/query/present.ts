import { Inject, Injectable } from '@nestjs/common';
import { ReferenceStore, type Target } from '#application';
import { type Clock, type Instant, type LocalDay, localDay, type ReferenceData } from '#domain';
import { CLOCK } from '#platform';

/** What every answer is held against: the present by the system's clock (the demonstration has its own) and the data of reference. */
export interface Present {
  now: Instant;
  today: LocalDay;
  reference: ReferenceData;
  targets: readonly Target[];
}

@Injectable()
export class PresentReader {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reference: ReferenceStore,
  ) {}

  async read(): Promise<Present> {
    const [reference, targets] = await Promise.all([this.reference.data(), this.reference.targets()]);
    const now = this.clock.now();
    return { now, today: localDay(now), reference, targets };
  }
}
