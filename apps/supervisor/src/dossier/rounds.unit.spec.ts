import {
  at,
  type DayRow,
  decide,
  type DossierCommand,
  type DossierState,
  evolveAll,
  initialState,
  nationalPart,
  ReferenceData,
  type ReferenceRows,
  type Unit,
} from '#domain';
import type { StoredEvent } from '#event-store';
import type { DossierView } from './dossier.query.js';
import { dossierView } from './dossier.view.js';

const CODE = 'H19.45.22-241202-0001';
const unit = (code: string, name: string, more: Partial<Unit> = {}): Unit => ({
  key: `${code}@2019-06-01`,
  code,
  name,
  population: 'ward',
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
  ...more,
});
const procedure = (code: string, n: number) => ({
  code,
  national: nationalPart(code),
  name: code,
  field: 'Hộ tịch',
  limit: { n, unit: 'working-day' as const },
  feeVnd: 0,
  special: false,
  population: 'ward' as const,
});
const ROWS: ReferenceRows = {
  units: [
    unit('26077', 'Phường Xuân Bình'),
    unit('26071', 'Phường Xuân Trung', { validTo: '2024-12-04', successors: ['26080@2019-06-01'] }),
    unit('26080', 'Phường Xuân An'),
  ],
  procedures: [procedure('1.000001', 3)],
  policies: [],
  days: [],
  hours: [],
};
const withPolicy = (key: string, value: string): ReferenceData =>
  new ReferenceData({ ...ROWS, policies: [{ key, value, scope: '', effectiveFrom: '2000-01-01', source: '' }] });
const usual = new ReferenceData(ROWS);

const december = (day: number, time = '09:00'): string => at(`2024-12-${String(day).padStart(2, '0')}`, time);
/** the present of every view */
const NOW = december(31, '10:00');
const reasonRef = '00000000-0000-4000-8000-000000000000';
const receive = (more: Partial<Extract<DossierCommand, { type: 'receive' }>> = {}): DossierCommand => ({
  type: 'receive',
  at: december(2),
  procedure: '1.000001',
  unit: '26077',
  channel: 'counter',
  applicant: 'a',
  ...more,
});
const ask = (day: number): DossierCommand => ({ type: 'request-supplement', at: december(day), reasonRef });
const supply = (day: number, more: object = {}): DossierCommand => ({
  type: 'supplement',
  at: december(day),
  ...more,
});
const resolve = (day: number): DossierCommand => ({ type: 'resolve', at: december(day), outcome: 'granted' });
const reopen = (day: number, dueAt?: string): DossierCommand => ({
  type: 'reopen',
  at: december(day),
  cause: 'agency-error',
  reasonRef,
  ...(dueAt === undefined ? {} : { dueAt }),
});
const suspend = (day: number, time = '09:00'): DossierCommand => ({
  type: 'suspend',
  at: december(day, time),
  reasonRef,
});
const resume = (day: number, time = '09:00'): DossierCommand => ({ type: 'resume', at: december(day, time) });

/** The view of a dossier that was told these things, each on its own day, the clock asking each time and at the end. */
function told(commands: readonly DossierCommand[], reference = usual, last = NOW): Omit<DossierView, 'asOf'> {
  let state: DossierState = initialState(CODE);
  const events: StoredEvent[] = [];
  for (const command of [...commands, { type: 'ask-clock', at: last } as DossierCommand]) {
    const now = command.at;
    const decision = decide(state, command, { now, askedUpTo: now, reference, calendar: reference.calendar });
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.refusals)}`);
    const recorded = decision.events.map(({ type, occurredAt, data }, i): StoredEvent => ({
      position: BigInt(state.version + 1 + i),
      stream: CODE,
      version: state.version + 1 + i,
      type,
      schema: 1,
      occurredAt,
      recordedAt: now,
      data: JSON.parse(JSON.stringify(data)) as unknown,
      slot: 0,
      meta: { commandId: '', caller: 'spec', door: 'http' },
      hash: '',
    }));
    events.push(...recorded);
    state = evolveAll(state, recorded);
  }
  return dossierView(state, events, { reference, now: last });
}
const detailOf = ({ events }: Pick<DossierView, 'events'>, type: string) =>
  events.find((event) => event.type === type)!.detail;

describe('the rounds of a dossier', () => {
  it('have each its promise, its end, its lateness and its apology', () => {
    const { rounds, due } = told([
      receive(),
      { type: 'issue-apology', at: december(9), newDate: december(11, '17:00'), reasonRef },
      resolve(10),
      reopen(11, december(13, '17:00')),
    ]);
    expect(rounds).toEqual([
      {
        from: december(2),
        due: {
          at: december(5, '17:00'),
          basis: 'computed',
          explanation: 'nhận 09:00 thứ Hai 02/12; 3 ngày làm việc: 03/12, 04/12, 05/12 → 17:00 ngày 05/12',
          first: null,
        },
        appointment: null,
        late: true,
        overdueAt: december(5, '17:00'),
        apology: { at: december(9), newDate: december(11, '17:00') },
        ending: { kind: 'resolved', at: december(10) },
        index: null,
      },
      {
        from: december(11),
        due: {
          at: december(13, '17:00'),
          basis: 'stated',
          explanation: 'ấn định khi giải quyết lại: hẹn trả ngày 13/12/2024, đến hết giờ làm việc (17:00)',
          first: null,
        },
        appointment: null,
        late: true,
        overdueAt: december(13, '17:00'),
        apology: null,
        ending: null,
        index: null,
      },
    ]);
    expect(due).toEqual(rounds[1]!.due);
  });

  it('leave the earlier ones as they were', () => {
    const alone = told([receive(), resolve(4)]).rounds;
    const { rounds } = told([receive(), resolve(4), reopen(9), ask(10), resolve(30)]);
    expect(rounds[0]).toEqual(alone[0]);
    expect(rounds.map(({ late }) => late)).toEqual([false, false]);
  });

  it('are none before the receipt', () => {
    const { type: _, ...intake } = receive() as Extract<DossierCommand, { type: 'receive' }>;
    expect(told([{ type: 'submit', ...intake } as DossierCommand])).toMatchObject({ rounds: [], due: null });
  });

  it('count the first promise of their own', () => {
    const { due } = told([receive(), resolve(4), reopen(9), ask(10), supply(16)]);
    expect(due).toMatchObject({ at: december(19, '17:00'), first: { at: december(12, '17:00') } });
  });

  it('end within a wait as they stood when it began', () => {
    const [round] = told([receive(), ask(4), { type: 'withdraw', at: december(12) }]).rounds;
    expect(round).toMatchObject({ late: false, ending: { kind: 'withdrawn', at: december(12) } });
  });
});

describe('a new appointment', () => {
  const change: DossierCommand = {
    type: 'change-due-date',
    at: december(9),
    dueAt: december(20, '17:00'),
    basis: 'QD-1',
    reasonRef,
  };

  it('that was given after the due instant stands beside it', () => {
    const { due, rounds } = told([receive(), change]);
    expect(due).toMatchObject({ at: december(5, '17:00'), first: null });
    expect(rounds[0]).toMatchObject({
      due: { at: december(5, '17:00') },
      appointment: { at: december(20, '17:00') },
      late: true,
    });
  });

  it('that came with papers asked for too late stands beside it, and the reckoning is the one of before', () => {
    const { rounds } = told([receive(), ask(9), supply(12, { dueAt: december(17, '17:00') })]);
    expect(rounds[0]).toMatchObject({
      due: {
        at: december(5, '17:00'),
        explanation: expect.stringMatching(/^nhận 09:00.* 17:00 ngày 05\/12$/) as string,
      },
      appointment: { at: december(17, '17:00') },
    });
  });

  it('is none where it was given in time: it is the due instant', () => {
    const { rounds } = told([receive(), { ...change, at: december(4) }]);
    expect(rounds[0]).toMatchObject({
      appointment: null,
      due: { at: december(20, '17:00'), first: { at: december(5, '17:00') } },
    });
  });
});

describe('the due instant of QĐ 766', () => {
  const sentence = (commands: DossierCommand[], reference = usual, last = NOW) =>
    told(commands, reference, last).rounds.at(-1)!.index?.sentence;

  it('is told where the plan’s clock begins anew and its own does not', () => {
    expect(sentence([receive(), ask(4), supply(10), resolve(12)])).toMatch(
      /^hạn 17:00 ngày \d\d\/12\/2024 \(giữ hạn đã hẹn, chỉ cộng thời gian chờ\); (trong hạn|quá hạn)$/,
    );
    expect(told([receive(), ask(4), supply(10), resolve(12)]).rounds[0]!.due!.at).toBe(december(13, '17:00'));
  });

  it('is told where the plan’s clock does not stop and its own does', () => {
    const runsOn = withPolicy('supplement-clock', 'none');
    expect(sentence([receive(), ask(3), supply(5)], runsOn, december(5, '10:00'))).toMatch(/; chưa quá hạn$/);
    expect(sentence([receive(), ask(3), supply(5)], runsOn)).toMatch(/; quá hạn$/);
  });

  it('says why a second request for a supplement is late', () => {
    expect(sentence([receive(), ask(3), supply(4), ask(5), supply(6), resolve(9)])).toContain(
      'tính là quá hạn vì yêu cầu bổ sung quá một lần (lần thứ hai lúc 09:00 ngày 05/12/2024)',
    );
  });

  it('is not told where it is the same', () => {
    expect(sentence([receive(), resolve(4)])).toBeUndefined();
    expect(sentence([receive()])).toBeUndefined();
  });
});

describe('the reckoning in a sentence', () => {
  it('tells each of two pauses once, of a promise that was reckoned and of one that was stated', () => {
    const pauses = [suspend(3), resume(3, '15:00'), suspend(4), resume(4, '11:00')];
    for (const dueAt of [undefined, december(12, '17:00')]) {
      const { explanation } = told([receive(dueAt === undefined ? {} : { dueAt }), ...pauses]).due!;
      expect(explanation.match(/dừng từ/g)).toHaveLength(2);
      expect(explanation).toMatch(dueAt === undefined ? /^nhận 09:00/ : /^nơi tiếp nhận ghi hẹn trả ngày 12\/12\/2024/);
    }
  });

  it('stays the one of before where the clock had run out when papers were asked for', () => {
    const { due } = told([receive(), ask(9), supply(12)]);
    expect(due).toMatchObject({ at: december(5, '17:00'), first: null });
    expect(due!.explanation).not.toContain('dừng từ');
  });

  it('says that it is provisional beyond the announced days off', () => {
    const announced: DayRow = {
      day: '2024-04-30',
      kind: 'off',
      unit: null,
      announcedAt: '2023-11-01T00:00:00.000Z',
      note: '',
    };
    const reference = new ReferenceData({ ...ROWS, days: [announced] });
    const { explanation } = told([receive({ at: december(30) })], reference).due!;
    expect(explanation).toContain('tạm tính: lịch nghỉ mới công bố đến hết năm 2024');
  });

  it('says of a day that was stated without a time that it lasts until the office closes', () => {
    const midnight = at('2024-12-12', '00:00');
    expect(told([receive({ dueAt: midnight })]).due!.explanation).toBe(
      'nơi tiếp nhận ghi hẹn trả ngày 12/12/2024, đến hết giờ làm việc (17:00)',
    );
    expect(told([receive({ dueAt: midnight })], withPolicy('midnight-due', 'as-stated')).due!.explanation).toBe(
      'nơi tiếp nhận ghi hẹn trả 00:00 ngày 12/12/2024',
    );
  });
});

describe('a unit that has ended', () => {
  it('is told with the day and with who took over', () => {
    expect(detailOf(told([receive({ unit: '26071' })]), 'Transferred')).toEqual([
      { label: 'Từ', value: 'Phường Xuân Trung' },
      { label: 'Đến', value: 'Phường Xuân An' },
      {
        label: 'Vì',
        value: 'đơn vị cũ đã kết thúc hoạt động từ ngày 04/12/2024; đơn vị kế thừa nhận tiếp hồ sơ',
      },
    ]);
  });

  it('is told where the dossier was re-opened after it', () => {
    const because = detailOf(told([receive({ unit: '26071' }), resolve(3), reopen(9)]), 'Transferred').at(-1)!;
    expect(because.value).toBe(
      'đơn vị cũ đã kết thúc hoạt động từ ngày 04/12/2024, trước khi hồ sơ được giải quyết lại; đơn vị kế thừa nhận hồ sơ',
    );
  });
});

describe('linked dossiers', () => {
  const PARENT = 'H19.45.22-241202-0009';
  const OF = { label: 'Là bước liên thông của hồ sơ', value: PARENT, dossier: PARENT };

  it('lead to the whole, whether it was said with the receipt or afterwards', () => {
    const said = told([receive({ parent: PARENT })]);
    expect(said.parent).toBe(PARENT);
    expect(detailOf(said, 'Received')).toContainEqual(OF);
    const linked = told([receive(), { type: 'link', at: december(3), parent: PARENT }]);
    expect(linked.parent).toBe(PARENT);
    expect(detailOf(linked, 'Corrected')).toContainEqual(OF);
    expect(told([receive()]).parent).toBeNull();
  });

  it('are reached from the whole', () => {
    const stage: DossierCommand = { type: 'open-linked-stage', at: december(3), child: PARENT, agency: 'LK-04' };
    const whole = told([receive(), stage, { type: 'complete-linked-stage', at: december(4), child: PARENT }]);
    for (const type of ['LinkedStageOpened', 'LinkedStageCompleted'])
      expect(detailOf(whole, type)).toContainEqual({ label: 'Hồ sơ', value: PARENT, dossier: PARENT });
  });
});

describe('a fact that waits for others', () => {
  it.each<[string, DossierCommand[], string, string]>([
    ['re-opened twice', [receive(), resolve(3), reopen(12), reopen(6)], 'Reopened', 'kết quả của lần giải quyết trước'],
    ['an answer without its request', [receive(), supply(3)], 'Supplemented', 'yêu cầu bổ sung'],
    ['resumed without a suspension', [receive(), resume(3)], 'Resumed', 'việc tạm dừng'],
  ])('says for what: %s', (_, commands, type, missing) => {
    const { events } = told(commands);
    const notes = events.filter((event) => event.type === type).flatMap(({ detail }) => detail);
    expect(notes).toContainEqual({
      label: 'Lưu ý',
      value: `hiện chưa có tác dụng, còn chờ ghi nhận ${missing} xảy ra trước đó`,
    });
  });
});
