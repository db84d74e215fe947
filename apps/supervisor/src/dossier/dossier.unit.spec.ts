import {
  at,
  computeDue,
  dossierEventTypes,
  type DossierEventData,
  type DossierEventType,
  evolveAll,
  explainDue,
  initialState,
  type Limit,
  ReferenceData,
  type Rules,
  shiftDue,
  WorkingCalendar,
} from '#domain';
import type { StoredEvent } from '#event-store';
import type { DossierView } from './dossier.query.js';
import { dossierView } from './dossier.view.js';
import { describeEvent } from './events.vi.js';

const reference = new ReferenceData({ units: [], procedures: [], policies: [], days: [], hours: [] });
const calendar = new WorkingCalendar([]).latest();
const LIMIT: Limit = { n: 3, unit: 'working-day' };
const RULES: Rules = {
  dueClock: 'end-of-day',
  afterHours: '15:00',
  supplement: 'restart',
  obligation: 'suspend',
  consultation: 'none',
  suspension: 'suspend',
  apologyDays: 1,
};
/** the present of the views: Friday 28/6/2024, 10:00 */
const NOW = '2024-06-28T03:00:00.000Z';
const june = (day: number, time: string): string => at(`2024-06-${String(day).padStart(2, '0')}`, time);
const pause = (day: number, from: string, to: string) => ({ from: june(day, from), to: june(day, to) });
const computed = (from: string, of: 'received' | 'restarted' = 'received') => ({
  ...computeDue(from, LIMIT, RULES, calendar, of),
  basis: 'computed' as const,
});
type Draft = { [T in DossierEventType]: [T, string, DossierEventData<T>] }[DossierEventType];

const received = (due: DossierEventData<'Received'>['due'], when = june(3, '08:00')): Draft => [
  'Received',
  when,
  {
    procedure: { code: '1.004884', national: '1.004884', field: 'Hộ tịch', special: false },
    unit: '26077@2019-06-01',
    receivingUnit: '26077@2019-06-01',
    channel: 'counter',
    place: 'counter',
    byPostalStaff: false,
    applicant: 'a1b2c3',
    limit: LIMIT,
    rules: RULES,
    due,
  },
];

function view(...drafts: Draft[]): Omit<DossierView, 'asOf'> {
  const events = drafts.map(([type, occurredAt, data], i) => ({
    position: BigInt(i + 1),
    stream: 'H19.45-240603-0001',
    version: i + 1,
    type,
    schema: 1,
    occurredAt,
    recordedAt: occurredAt,
    data,
    slot: 0,
    meta: { commandId: `${i}`, caller: 'spec', door: 'http' },
    hash: '',
  })) satisfies StoredEvent[];
  return dossierView(evolveAll(initialState('H19.45-240603-0001'), events), events, { reference, now: NOW });
}

describe('the due instant of a dossier, in a sentence', () => {
  const START = 'nhận 08:00 thứ Hai 03/06; 3 ngày làm việc: 04/06, 05/06, 06/06 → 17:00 ngày 06/06';

  it('is reckoned from the receipt', () => {
    expect(view(received(computed(june(3, '08:00')))).due).toEqual({
      at: june(6, '17:00'),
      basis: 'computed',
      explanation: START,
      first: null,
    });
  });

  it('begins anew after a supplement, and remembers the first promise', () => {
    const { due } = view(
      received(computed(june(3, '08:00'))),
      ['SupplementRequested', june(4, '09:00'), {}],
      ['Supplemented', june(10, '09:00'), { due: computed(june(10, '09:00'), 'restarted') }],
    );
    expect(due).toEqual({
      at: june(13, '17:00'),
      basis: 'computed',
      explanation: 'tính lại từ đầu lúc 09:00 thứ Hai 10/06; 3 ngày làm việc: 11/06, 12/06, 13/06 → 17:00 ngày 13/06',
      first: { at: june(6, '17:00') },
    });
  });

  it('is moved by every time that the clock stood, one after the other', () => {
    const first = shiftDue({ at: june(6, '17:00') }, pause(4, '09:00', '11:00'), 'working-day', RULES, calendar);
    const second = shiftDue(first, pause(5, '08:00', '09:00'), 'working-day', RULES, calendar);
    const { due } = view(
      received(computed(june(3, '08:00'))),
      ['Suspended', june(4, '09:00'), { reasonRef: 'r' }],
      ['Resumed', june(4, '11:00'), { due: { ...first, basis: 'computed' } }],
      ['FinancialObligationRequested', june(5, '08:00'), {}],
      ['FeePaid', june(5, '09:00'), { amount: 1, means: 'cash', due: { ...second, basis: 'computed' } }],
    );
    expect(due!.at).toBe(second.at);
    expect(due!.explanation).toBe(`${START}; ${explainDue(first.steps)}; ${explainDue(second.steps)}`);
    expect(due!.explanation).toContain('dừng từ 08:00 ngày 05/06 đến 09:00 ngày 05/06, lùi 1 giờ làm việc →');
  });

  it('says who stated it', () => {
    expect(view(received({ at: june(20, '17:00'), basis: 'stated' })).due!.explanation).toBe(
      'nơi tiếp nhận ghi hẹn trả ngày 20/06/2024, đến hết giờ làm việc (17:00)',
    );
    expect(view(received({ at: june(20, '09:30'), basis: 'stated' })).due!.explanation).toBe(
      'nơi tiếp nhận ghi hẹn trả 09:30 ngày 20/06/2024',
    );
  });

  it('says on what ground it was changed', () => {
    const { due } = view(received(computed(june(3, '08:00'))), [
      'DueDateChanged',
      june(4, '08:00'),
      { due: { at: june(12, '17:00'), basis: 'stated' }, ground: 'law', basis: 'NĐ 1/2024' },
    ]);
    expect(due).toMatchObject({
      explanation: 'đổi hạn (theo quy định mới) → 17:00 ngày 12/06/2024',
      first: { at: june(6, '17:00') },
    });
  });

  it('is not there before the receipt', () => {
    const [, , { procedure, unit, receivingUnit, channel, applicant }] = received(computed(june(3, '08:00'))) as [
      'Received',
      string,
      DossierEventData<'Received'>,
    ];
    expect(
      view(['Submitted', june(3, '08:00'), { procedure, unit, receivingUnit, channel, applicant }]).due,
    ).toBeNull();
  });
});

describe('what a dossier waited for', () => {
  it('is told with its beginning and its end', () => {
    const { waits, state } = view(
      received(computed(june(3, '08:00'))),
      ['SupplementRequested', june(4, '09:00'), {}],
      ['FinancialObligationRequested', june(5, '09:00'), {}],
      ['Supplemented', june(6, '09:00'), {}],
    );
    expect(waits).toEqual([
      { kind: 'supplement', from: june(4, '09:00'), to: june(6, '09:00') },
      { kind: 'obligation', from: june(5, '09:00'), to: null },
    ]);
    expect(state.phase).toBe('waiting');
  });

  it('ends with the dossier', () => {
    const { waits, state } = view(
      received(computed(june(3, '08:00'))),
      ['SupplementRequested', june(4, '09:00'), {}],
      ['Stopped', june(6, '09:00'), { cause: 'not-supplemented' }],
    );
    expect(waits).toEqual([{ kind: 'supplement', from: june(4, '09:00'), to: june(6, '09:00') }]);
    expect(state).toMatchObject({ phase: 'stopped', endedAt: june(6, '09:00') });
  });
});

describe('the figures in which a dossier counts', () => {
  it('are told with the first and the last day of a stock', () => {
    const { marks } = view(received(computed(june(3, '08:00'))), ['SupplementRequested', june(5, '09:00'), {}]);
    const of = (measure: string) =>
      marks.filter((mark) => mark.measure === measure).map(({ day, until }) => [day, until]);
    expect(of('received')).toEqual([['2024-06-03', null]]);
    expect(of('openWithin')).toEqual([['2024-06-03', '2024-06-04']]);
    expect(of('waiting')).toEqual([['2024-06-05', null]]);
  });
});

describe('the time line', () => {
  it('goes by when things happened, whenever they were recorded', () => {
    const { events } = view(
      received(computed(june(3, '08:00'))),
      [
        'Resolved',
        june(6, '08:00'),
        { outcome: 'granted', authority: 'own', electronic: false, signature: 'unknown', counts: false },
      ],
      ['Digitised', june(4, '08:00'), { complete: true, ofResult: false }],
    );
    expect(events.map(({ version }) => version)).toEqual([1, 3, 2]);
  });

  it('marks what was taken back, what changed nothing, and what waits for facts between', () => {
    const { events, marks } = view(
      received(computed(june(3, '08:00'))),
      ['Withdrawn', june(4, '08:00'), {}],
      ['Retracted', june(5, '08:00'), { event: 2 }],
      ['HandoverAccepted', june(5, '09:00'), {}],
      ['Supplemented', june(5, '09:30'), {}],
    );
    expect(events.map(({ retracted }) => retracted ?? false)).toEqual([false, true, false, false, false]);
    expect(events.slice(3).map(({ detail }) => detail)).toEqual([
      [{ label: 'Lưu ý', value: 'không làm thay đổi hồ sơ' }],
      [{ label: 'Lưu ý', value: 'hiện chưa có tác dụng, còn chờ ghi nhận yêu cầu bổ sung xảy ra trước đó' }],
    ]);
    expect(marks.map(({ measure }) => measure)).not.toContain('withdrawn');
  });

  it('has a name for every event, and shows one of a later version of the program by its own', () => {
    const names = dossierEventTypes.map((type) => {
      const data = { procedure: { code: 'x' }, due: undefined, event: 1, others: [] };
      return describeEvent(type, type === 'DueDateChanged' ? { ...data, ground: 'law' } : data, reference).label;
    });
    expect(new Set(names).size).toBe(dossierEventTypes.length);
    expect(names.every((name) => /[à-ỹđ]/i.test(name))).toBe(true);
    expect(describeEvent('Teleported', {}, reference)).toEqual({ label: 'Teleported', detail: [] });
  });

  it('writes numbers, instants and words as Vietnamese does', () => {
    expect(describeEvent('FeePaid', { amount: 1_234_567, means: 'transfer' }, reference).detail).toEqual([
      { label: 'Số tiền', value: '1.234.567 đồng' },
      { label: 'Hình thức', value: 'chuyển khoản tại quầy' },
    ]);
    expect(
      describeEvent('BecameOverdue', { dueAt: june(6, '17:00'), detectedAt: june(7, '00:30') }, reference).detail,
    ).toEqual([
      { label: 'Hạn', value: '17:00 06/06/2024' },
      { label: 'Phát hiện lúc', value: '00:30 07/06/2024' },
    ]);
  });

  it('says of a sealed text that it is sealed', () => {
    const sealed = 'ref:0b5e5c6e-5a0c-4d53-8c11-0d3f0f5b3f10';
    const { events, state } = view(
      received(computed(june(3, '08:00'))),
      ['Forwarded', june(3, '09:00'), { stage: sealed }],
      ['ConsultationRequested', june(3, '10:00'), { agency: sealed }],
    );
    expect(state.holder).toBe('lưu riêng, có mã hoá');
    expect(events.flatMap(({ detail }) => detail)).toEqual(
      expect.arrayContaining([
        { label: 'Bước', value: 'lưu riêng, có mã hoá' },
        { label: 'Cơ quan', value: 'lưu riêng, có mã hoá' },
      ]),
    );
    expect(JSON.stringify([events, state])).not.toContain(sealed);
  });

  it('shows neither the applicant nor what a reference leads to', () => {
    const text = JSON.stringify(
      view(received(computed(june(3, '08:00'))), ['Withdrawn', june(4, '08:00'), { reasonRef: 'secret-reference' }]),
    );
    expect(text).not.toContain('a1b2c3');
    expect(text).not.toContain('secret-reference');
    expect(text).toContain('lưu riêng');
  });
});
