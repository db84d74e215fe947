import type { CommandInput } from '#application';
import { at } from '#domain';
import type { RealSupervisor } from './real-supervisor.js';

export const XUAN_BINH = '26077@2019-06-01';
export const XUAN_TRUNG = '26071@2019-06-01';
export const XUAN_AN = '26080@2019-06-01';
export const JUSTICE = 'LK-01@2019-06-01';
export const TAX = 'LK-92@2019-06-01';

export const receive = (unit: string, when: string, more: object = {}): CommandInput =>
  ({
    type: 'receive',
    procedure: '1.004884',
    unit,
    channel: 'counter',
    applicant: { identity: '072001' },
    at: when,
    ...more,
  }) as CommandInput;

/**
 * A few dossiers whose figures can be counted by hand. November 2024, three working days (1.004884, Hộ tịch):
 * - 1 Xuân Bình: received 1/11 (Fri) 08:00, due Wed 6/11 17:00; online, resolved 5/11, with a paid fee; rated
 * - 2 Xuân Bình: received 4/11, due 7/11; resolved 7/11 16:00, on its day; returned by post
 * - 3 Xuân Bình: received 4/11, due 7/11; resolved 8/11 09:00, late; apologised on 6/11, in time
 * - 4 Xuân Bình: received 30/10, due 4/11; open and late still; no apology
 * - 5 Xuân Bình: received 18/12, due 23/12; open in time
 * - 6 Xuân Trung (gone since 1/11): received 30/10, due 4/11; handed over to Xuân An on 31/10,
 *   resolved there on 1/11, before its due day
 * - 7 Tư pháp: received 20/11 for it at Xuân Bình's counter, withdrawn 21/11
 * - 8 Tư pháp: received 20/11, waits for a supplement since 21/11
 * - 9 Thuế (a vertical branch): received 12/11, due 15/11; open and late
 * - 10 Xuân Bình: submitted online 19/12 and not received yet
 */
export async function smallWorld(system: RealSupervisor): Promise<void> {
  const code = (n: number): string => `H19.45-241101-${String(n).padStart(4, '0')}`;
  const november = (day: number, time: string): string => at(`2024-11-${String(day).padStart(2, '0')}`, time);
  const resolve = (when: string): CommandInput => ({ type: 'resolve', at: when, outcome: 'granted' });
  await system.accept(
    code(1),
    receive(XUAN_BINH, november(1, '08:00'), { channel: 'online' }),
    { type: 'digitise', at: november(1, '08:10'), complete: true, ofResult: false },
    { type: 'record-payment', at: november(4, '08:10'), amount: 15_000, means: 'online' },
    { type: 'resolve', at: november(5, '09:00'), outcome: 'granted', electronic: true, signature: 'signed' },
    { type: 'rate', at: november(5, '10:00'), rating: 'satisfied' },
  );
  await system.accept(code(2), receive(XUAN_BINH, november(4, '08:00')), resolve(november(7, '16:00')), {
    type: 'return-result',
    at: november(8, '08:00'),
    byPost: true,
  });
  await system.accept(
    code(3),
    receive(XUAN_BINH, november(4, '09:00')),
    { type: 'issue-apology', at: november(6, '09:00'), reason: 'thiếu người', newDate: november(11, '17:00') },
    resolve(november(8, '09:00')),
  );
  await system.accept(code(4), receive(XUAN_BINH, at('2024-10-30', '08:00')));
  await system.accept(code(5), receive(XUAN_BINH, at('2024-12-18', '08:00')));
  await system.accept(code(6), receive(XUAN_TRUNG, at('2024-10-30', '08:00')), resolve(november(1, '09:00')));
  await system.accept(code(7), receive(JUSTICE, november(20, '08:00'), { receivingUnit: XUAN_BINH }), {
    type: 'withdraw',
    at: november(21, '08:00'),
  });
  await system.accept(code(8), receive(JUSTICE, november(20, '09:00')), {
    type: 'request-supplement',
    at: november(21, '09:00'),
    reason: 'thiếu giấy tờ',
  });
  await system.accept(code(9), receive(TAX, november(12, '08:00')));
  await system.accept(code(10), {
    ...receive(XUAN_BINH, at('2024-12-19', '20:00'), { channel: 'online' }),
    type: 'submit',
  } as CommandInput);
  await system.fold();
}

export const codeOf = (n: number): string => `H19.45-241101-${String(n).padStart(4, '0')}`;
