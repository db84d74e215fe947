import type { Drill, DossierView, Meta, Overview, UnitView, WeekPoint, Worklist } from '../../web/src/api.js';
import { RealSupervisor } from './real-supervisor.js';
import { codeOf, JUSTICE, smallWorld, TAX, XUAN_AN, XUAN_BINH, XUAN_TRUNG } from './small-world.js';

/** Figures of a small world that were counted by hand (small-world.ts); the present is Friday 20/12/2024, 10:00. */
describe('the views of a small world', () => {
  let system: RealSupervisor;
  beforeAll(async () => {
    system = await RealSupervisor.start();
    await smallWorld(system);
  });
  afterAll(() => system.stop());

  const overview = (query = 'period=month:2024-11'): Promise<Overview> => system.read(`/api/overview?${query}`);
  const rowOf = (view: Overview, key: string) => view.rows.find(({ unit }) => unit.key === key)!;
  const only = (columns: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(columns).filter(([, n]) => n !== 0));

  it('counts each column of each unit', async () => {
    const view = await overview();
    expect(only(rowOf(view, XUAN_BINH).columns)).toEqual({
      carried: 1,
      received: 3,
      resolvedBefore: 1,
      resolvedOnDay: 1,
      resolvedLate: 1,
      openLate: 1,
      unreturned: 2,
    });
    expect(only(rowOf(view, JUSTICE).columns)).toEqual({ received: 2, withdrawn: 1, waiting: 1 });
    expect(only(rowOf(view, TAX).columns)).toEqual({ received: 1, openLate: 1 });
  });

  it('shows a unit that is gone while it has figures; what it had open is its successor’s from then on', async () => {
    const october = await overview('period=month:2024-10');
    expect(only(rowOf(october, XUAN_TRUNG).columns)).toEqual({ received: 1, transferredOut: 1 });
    const november = await overview();
    expect(rowOf(november, XUAN_TRUNG)).toBeUndefined();
    expect(only(rowOf(november, XUAN_AN).columns)).toEqual({ carried: 1, resolvedBefore: 1, unreturned: 1 });
    // what waits at the counter is a figure too: it stays as long as it has one
    await system.accept(codeOf(6), { type: 'return-result', at: '2024-11-29T03:00:00.000Z' });
    await system.fold();
    expect(rowOf(await overview('period=month:2024-12'), XUAN_TRUNG)).toBeUndefined();
    expect(rowOf(await overview('period=month:2024-10'), XUAN_TRUNG).columns['received']).toBe(1);
  });

  it('tells of a unit what was said of it, and who has taken over', async () => {
    const unitView = await system.read<UnitView>(`/api/unit?period=month:2024-10&unit=${XUAN_TRUNG}`);
    expect(
      unitView.history.map(({ day, label, detail, stands }) => [day, label, detail.at(-1)?.value, stands]),
    ).toEqual([
      ['2019-06-01', 'Bắt đầu hoạt động', expect.any(String), true],
      ['2024-11-01', 'Kết thúc hoạt động', 'Phường Xuân An', true],
    ]);
  });

  it('keeps the populations apart, and the vertical branches out of every total', async () => {
    const { totals } = await overview();
    expect(totals.map(({ population, columns }) => [population, columns['received'], columns['openLate']])).toEqual([
      ['city', 2, 0],
      ['ward', 3, 1],
      ['branch', 1, 1],
      ['all', 5, 1],
    ]);
    const ward = await overview('period=month:2024-11&scope=ward');
    expect(ward.rows.every(({ unit }) => unit.population === 'ward')).toBe(true);
    expect(ward.totals.map(({ population }) => population)).toEqual(['ward']);
    expect(ward.keyFigures.map(({ population }) => population)).toEqual(['ward']);
    const branch = await overview('period=month:2024-11&scope=branch');
    expect(branch.keyFigures).toEqual([]);
    expect(branch.totals.map(({ population }) => population)).toEqual(['branch']);
  });

  it('holds the rates of each population against its own targets', async () => {
    const { keyFigures } = await overview();
    const [city, ward] = keyFigures.map(({ metrics }) => Object.fromEntries(metrics.map((each) => [each.id, each])));
    expect(ward!['on-time']).toMatchObject({
      numerator: 3,
      denominator: 4,
      verdict: 'missed',
      target: { value: 97, op: '>=' },
    });
    expect(city!['on-time']).toMatchObject({ numerator: 0, denominator: 0, verdict: 'none', target: { value: 97 } });
    expect(ward!['digitised']).toMatchObject({
      numerator: 1,
      denominator: 3,
      verdict: 'missed',
      target: { value: 35 },
    });
    expect(city!['digitised']!.target!.value).toBe(40);
    expect(ward!['online']).toMatchObject({ numerator: 1, denominator: 3, verdict: 'missed' });
    expect(ward!['online']!.target!.readings.map(({ section }) => section).sort()).toEqual(['PL-II.3.1', 'PL-VI.3.1']);
    expect(ward!['cashless']).toMatchObject({ numerator: 1, denominator: 1, target: null, verdict: 'none' });
    expect(ward!['counter-rating']).toMatchObject({ numerator: 1, denominator: 1 });
    expect(ward!['apology']).toMatchObject({ numerator: 1, denominator: 2, verdict: 'missed' });
    expect(ward!['apology-in-time']).toMatchObject({ numerator: 1, denominator: 2 });
    expect(ward!['returned-by-post']).toMatchObject({ numerator: 1 });
    expect(ward!['non-territorial']).toMatchObject({ numerator: 1, denominator: 4 });
  });

  it('has no target and no verdict in a period that the plan does not hold for', async () => {
    const { keyFigures } = await overview('period=month:2023-11');
    expect(
      keyFigures.flatMap(({ metrics }) => metrics.filter(({ target, verdict }) => target || verdict !== 'none')),
    ).toEqual([]);
  });

  it('draws twelve periods of the same kind, the last of which is the figure itself', async () => {
    const { keyFigures } = await overview();
    const { spark, numerator, denominator } = keyFigures[1]!.metrics.find(({ id }) => id === 'on-time')!;
    expect(spark.map(({ period }) => period)).toEqual([
      'month:2023-12',
      ...Array.from({ length: 11 }, (_, i) => `month:2024-${String(i + 1).padStart(2, '0')}`),
    ]);
    expect(spark.at(-1)).toEqual({ period: 'month:2024-11', numerator, denominator });
  });

  it('reckons from the start of the year when asked to, stocks included', async () => {
    const view = await overview('period=month:2024-11&reckon=cumulative');
    expect(view.period).toMatchObject({ from: '2024-01-01', to: '2024-11-30', reckon: 'cumulative' });
    expect(view.period.label).toContain('luỹ kế');
    expect(only(rowOf(view, XUAN_BINH).columns)).toMatchObject({ received: 4, openLate: 1 });
    expect(rowOf(view, XUAN_BINH).columns['carried']).toBe(0);
  });

  it('shows the month of today where no period is asked for, its stocks as of today', async () => {
    const view = await overview('');
    expect(view.period).toMatchObject({ key: 'month:2024-12', stocksAt: '2024-12-20', label: 'Tháng 12/2024' });
    expect(only(rowOf(view, XUAN_BINH).columns)).toMatchObject({
      received: 1,
      openWithin: 1,
      openLate: 1,
      submitted: 1,
    });
  });

  it('narrows by field and by procedure, however its code is written', async () => {
    expect(
      rowOf(await overview('period=month:2024-11&field=H%E1%BB%99%20t%E1%BB%8Bch'), XUAN_BINH).columns['received'],
    ).toBe(3);
    const suffixed = await overview('period=month:2024-11&procedure=1.004884.000.00.00.H19');
    expect(rowOf(suffixed, XUAN_BINH).columns['received']).toBe(3);
    expect(rowOf(await overview('period=month:2024-11&procedure=2.000815'), XUAN_BINH).columns['received']).toBe(0);
  });

  it('says how far its figures are', async () => {
    const { asOf } = await overview();
    const { store } = system.application;
    const { position } = await store.head();
    expect(asOf).toEqual({
      epoch: await store.epoch(),
      instant: system.now,
      position: position.toString(),
      lagSeconds: 0,
      live: true,
    });
  });

  it('tells what this week is about', async () => {
    const { thisWeek } = await overview();
    expect(thisWeek).toEqual({
      label: expect.stringContaining('Tuần 51') as string,
      figures: [
        { id: 'newlyLate', value: 0, drill: { figure: 'measure:becameOverdue', period: 'week:2024-W51' } },
        { id: 'stillLate', value: 1, worklist: { kind: 'late' } },
        { id: 'mended', value: 0, drill: { figure: 'column:resolvedLate', period: 'week:2024-W51' } },
        { id: 'apologiesOwed', value: 1, worklist: { kind: 'late', apology: 'owed' } },
      ],
    });
  });

  it('draws the weeks up to that of the period', async () => {
    const weeks = await system.read<WeekPoint[]>('/api/weeks?period=month:2024-11&count=5');
    expect(weeks.map(({ week, received, resolved, openLate }) => [week, received, resolved, openLate])).toEqual([
      ['2024-W44', 3, 1, 0],
      ['2024-W45', 2, 3, 1],
      ['2024-W46', 0, 0, 1],
      ['2024-W47', 2, 0, 1],
      ['2024-W48', 0, 0, 1],
    ]);
    expect(weeks[4]!.label).toBe('Tuần 48 (25/11 – 01/12)');
    const now = await system.read<WeekPoint[]>('/api/weeks?period=year:2024&count=1');
    // it is Friday: more will come in this week
    expect([now[0]!.week, now[0]!.unfinished]).toEqual(['2024-W51', true]);
    expect(weeks.some(({ unfinished }) => unfinished)).toBe(false);
  });

  it('shows one unit with its year, its fields and its procedures', async () => {
    const view = await system.read<UnitView>(`/api/unit?unit=${XUAN_BINH}&period=month:2024-11`);
    expect(view.unit).toMatchObject({ code: '26077', name: 'Phường Xuân Bình', population: 'ward', validTo: null });
    expect(view.figures.columns['received']).toBe(3);
    expect(view.figures.metrics['on-time']).toEqual({ numerator: 2, denominator: 3, verdict: 'missed' });
    expect(view.keyFigures).toHaveLength(1);
    expect(view.year.period).toMatchObject({ from: '2024-01-01', to: '2024-11-30' });
    expect(view.year.columns['received']).toBe(4);
    expect(view.byField.map(({ field, columns }) => [field, columns['received']])).toEqual([['Hộ tịch', 3]]);
    expect(view.byProcedure.map(({ procedure, columns }) => [procedure.code, columns['received']])).toEqual([
      ['1.004884', 3],
    ]);
  });

  it('looks up a code on the days of the period, since codes are re-used', async () => {
    expect(await system.read<UnitView>('/api/unit?unit=26071&period=month:2024-10')).toMatchObject({
      unit: { key: XUAN_TRUNG },
    });
    expect((await system.get('/api/unit?unit=26071&period=month:2024-11')).status).toBe(400);
  });

  it('lists what is late with its days, oldest first', async () => {
    const list = await system.read<Worklist>('/api/worklist?kind=late');
    expect(list).toMatchObject({
      total: 1,
      next: null,
      items: [
        {
          code: codeOf(4),
          unit: { key: XUAN_BINH, name: 'Phường Xuân Bình' },
          procedure: { code: '1.004884' },
          dueAt: '2024-11-04T10:00:00.000Z',
          daysLate: { calendar: 46, working: 34 },
          apology: 'owed',
          phase: 'open',
        },
      ],
    });
    expect((await system.read<Worklist>('/api/worklist?kind=late&scope=branch')).items.map(({ code }) => code)).toEqual(
      [codeOf(9)],
    );
    expect((await system.read<Worklist>('/api/worklist?kind=late&apology=issued')).total).toBe(0);
    expect((await system.read<Worklist>(`/api/worklist?kind=late&unit=${JUSTICE}`)).total).toBe(0);
  });

  it('lists what is due soon and today', async () => {
    const soon = await system.read<Worklist>('/api/worklist?kind=soon&days=3');
    expect(soon.items.map(({ code, daysLate, apology }) => [code, daysLate, apology])).toEqual([
      [codeOf(5), null, 'none'],
    ]);
    expect((await system.read<Worklist>('/api/worklist?kind=soon&days=2')).total).toBe(0);
    expect((await system.read<Worklist>('/api/worklist?kind=today')).total).toBe(0);
  });

  it('gives the list as a file for spreadsheets', async () => {
    const response = await fetch(`${system.address}/api/worklist.csv?kind=late`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ho-so-tre-han-2024-12-20.csv"');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, ...lines] = bytes.toString().slice(1).trimEnd().split('\r\n');
    expect(head).toContain('Mã hồ sơ,Đơn vị,Thủ tục');
    expect(lines).toEqual([
      expect.stringMatching(
        /^H19\.45-241101-0004,Phường Xuân Bình,.*,30\/10\/2024 08:00,04\/11\/2024 17:00,34,46,,còn nợ,/,
      ),
    ]);
  });

  it('tells the life of a dossier, and why it is due then', async () => {
    const view = await system.read<DossierView>(`/api/dossiers/${codeOf(3)}`);
    expect(view.state).toMatchObject({
      phase: 'resolved',
      late: false,
      unit: { key: XUAN_BINH },
      field: 'Hộ tịch',
      channel: 'counter',
      receivedAt: '2024-11-04T02:00:00.000Z',
      endedAt: '2024-11-08T02:00:00.000Z',
      returnedAt: null,
    });
    expect(view.due).toEqual({
      at: '2024-11-07T10:00:00.000Z',
      basis: 'computed',
      explanation: 'nhận 09:00 thứ Hai 04/11; 3 ngày làm việc: 05/11, 06/11, 07/11 → 17:00 ngày 07/11',
      first: null,
    });
    expect(view.events.map(({ type, label }) => [type, label])).toEqual([
      ['Received', 'Tiếp nhận'],
      ['ApologyIssued', 'Phiếu xin lỗi và hẹn lại'],
      ['BecameOverdue', 'Quá hạn'],
      ['Resolved', 'Giải quyết xong'],
    ]);
    expect(view.events[0]).toMatchObject({
      occurredAt: '2024-11-04T02:00:00.000Z',
      recordedAt: system.now,
      door: 'http',
    });
    expect(view.marks.map(({ measure }) => measure)).toEqual(
      expect.arrayContaining([
        'received',
        'resolvedLate',
        'becameOverdue',
        'apologised',
        'apologisedInTime',
        'unreturned',
      ]),
    );
    expect(JSON.stringify(view)).not.toContain('thiếu người');
  });

  it('tells what a dossier waits for', async () => {
    const view = await system.read<DossierView>(`/api/dossiers/${codeOf(8)}`);
    expect(view.waits).toEqual([{ kind: 'supplement', from: '2024-11-21T02:00:00.000Z', to: null }]);
    expect((await system.read<DossierView>(`/api/dossiers/${codeOf(10)}`)).due).toBeNull();
  });

  it('finds dossiers by the beginning of their codes', async () => {
    const { items } = await system.read<{ items: { code: string; unit: unknown }[] }>('/api/search?q=h19.45-2411');
    expect(items.map(({ code }) => code)).toEqual(Array.from({ length: 10 }, (_, i) => codeOf(i + 1)));
    expect(items[0]!.unit).toMatchObject({ name: 'Phường Xuân Bình' });
    expect((await system.read<{ items: unknown[] }>('/api/search?q=H20')).items).toEqual([]);
  });

  it('says what can be chosen', async () => {
    const meta = await system.read<Meta>('/api/meta');
    expect(meta).toMatchObject({
      place: { name: 'thành phố Long Khánh' },
      today: '2024-12-20',
      demonstration: null,
      periods: { default: 'month:2024-12' },
    });
    expect(meta.units.find(({ key }) => key === XUAN_TRUNG)).toMatchObject({ validTo: '2024-11-01' });
    expect(meta.fields).toContain('Hộ tịch');
    expect(meta.metrics).toHaveLength(15);
    system.demonstrationOffset = -60_000;
    expect((await system.read<Meta>('/api/meta')).demonstration).toEqual({ offsetMs: -60_000 });
    system.demonstrationOffset = null;
  });

  it('says how the machinery stands', async () => {
    const body = await system.read('/api/operations');
    expect(body).toMatchObject({ lagEvents: 0, deadLetters: 0, parked: 0, building: null, refused: [], importing: [] });
    expect(body['slots']).toHaveLength(12);
  });

  it('heads the list of a figure with the figure and both sides of its rate', async () => {
    const drill = await system.read<Drill>(
      `/api/drill?figure=metric:on-time:numerator&unit=${XUAN_BINH}&period=month:2024-11`,
    );
    expect(drill.figure).toMatchObject({ value: 2, numerator: 2, denominator: 3, unit: { key: XUAN_BINH } });
    expect(drill.items.map(({ code, day, n }) => [code, day, n])).toEqual([
      [codeOf(1), '2024-11-05', 1],
      [codeOf(2), '2024-11-07', 1],
    ]);
  });
});
