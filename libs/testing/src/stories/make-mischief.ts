import type { City, CityProcedure, CityUnit } from './city.js';
import { dayFrom, dayOf } from './local-time.js';
import { CLOSES } from './make-city.js';
import type { Pen } from './pen.js';

interface Place {
  readonly city: City;
  readonly unit: CityUnit;
  readonly procedure: CityProcedure;
}

/** What must be refused, whatever else is known of the dossier. */
export function writeMischief(pen: Pen, place: Place, at: number): void {
  const { chance } = pen;
  if (!chance.percent(18)) return;
  const { procedure, unit } = place;
  const when = at + chance.whole(1, 50) * 1000;
  const strange = `${pen.code}9`;
  const intake = {
    procedure: procedure.code,
    unit: unit.key,
    applicant: { identity: '088000000001', name: 'Người thử' },
  };
  const receive = (instant: string, said: Record<string, unknown> = {}): void =>
    void pen.put('receive', instant, { ...intake, ...said }, strange);
  const closed = place.city.units.find(({ until }) => until !== undefined)!;
  const isClosed = dayOf(when) >= dayFrom(CLOSES);
  const kinds = [
    () => pen.write('receive', when, intake),
    () => pen.write('refuse', when, { reason: 'Muộn' }),
    () => receive('2098-03-11T09:00:00+07:00'),
    () => receive('1999-12-31T09:00:00+07:00'),
    () => receive(pen.spelled(when), { dueAt: '2150-01-02T17:00:00+07:00' }),
    () => receive('2025-02-30T09:00:00+07:00'),
    () => receive('2025-03-11T25:00:00+07:00'),
    () => receive('2025-03-11T09:00:00'),
    () => receive(pen.spelled(when), { channel: 'fax' }),
    () => receive(pen.spelled(when), { procedure: '9.999999' }),
    () => receive(pen.spelled(when), { unit: '99999' }),
    () => pen.write('refund-payment', when, { amount: 900_000_000 }),
    () => pen.write('retract', when, { event: '@nothing', reason: 'Nhầm' }),
    ...(isClosed
      ? [
          () => receive(pen.spelled(when), { unit: closed.key }),
          () => pen.write('transfer', when, { unit: closed.key }),
          () => pen.write('forward', when, { unit: closed.key }),
        ]
      : []),
  ];
  chance.pick(kinds)();
}
