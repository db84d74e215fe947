import type {
  Drill,
  Figures,
  KeyFigures,
  Meta,
  Overview,
  Population,
  Scope,
  UnitView,
  Verdict,
  WeekPoint,
  Worklist,
  WorklistKind,
} from '../src/api.js';
import { monthOf, parsePeriod, partOf } from '#metrics/periods';
import { verdictOf as heldTo } from '#metrics/rate';

/** Made-up answers of the read side, for looking at the page without it (`npx vite apps/web --mode fixtures`). */
const WARDS =
  '26077 Phường Xuân Bình|26080 Phường Xuân An|26083 Phường Xuân Hòa|26086 Phường Phú Bình|26095 Phường Suối Tre|26098 Phường Bảo Vinh|26101 Phường Xuân Lập|26104 Phường Bàu Sen|26110 Phường Xuân Tân|26089 Xã Bình Lộc|26092 Xã Bảo Quang|26107 Xã Bàu Trâm|26113 Xã Hàng Gòn'.split(
    '|',
  );
const DEPARTMENTS =
  'Phòng Tư pháp|Phòng Quản lý đô thị|Phòng Tài nguyên và Môi trường|Phòng Tài chính - Kế hoạch|Phòng Lao động - Thương binh và Xã hội|Phòng Văn hóa và Thông tin|Phòng Kinh tế|Phòng Giáo dục và Đào tạo|Phòng Y tế|Phòng Nội vụ'.split(
    '|',
  );
const NOW = '2024-12-05T02:41:07.000Z';

const MAIN: string[] = ['on-time', 'digitised', 'e-result', 'online', 'cashless', 'apology'];
const METRICS = (
  [
    ['on-time', 'Giải quyết đúng hạn'],
    ['on-time-766', 'Đúng hạn theo QĐ 766'],
    ['digitised', 'Số hóa hồ sơ'],
    ['e-result', 'Kết quả điện tử'],
    ['online', 'Hồ sơ trực tuyến'],
    ['cashless', 'Thanh toán không tiền mặt'],
    ['online-payment', 'Thanh toán trực tuyến'],
    ['counter-rating', 'Đánh giá tại quầy'],
    ['apology', 'Xin lỗi khi trễ hẹn'],
    ['apology-in-time', 'Xin lỗi kịp thời'],
    ['non-territorial', 'Không phụ thuộc địa giới'],
    ['filed-by-post', 'Nộp qua bưu chính công ích'],
    ['returned-by-post', 'Trả qua bưu chính công ích'],
    ['received-by-postal-staff', 'Bưu chính tiếp nhận tại Bộ phận'],
    ['notified', 'Thông báo cho người nộp'],
  ] as const
).map(([id, label]) => ({
  id,
  label,
  definition: `${label}: định nghĩa`,
  source: '§2.1',
  heading: '',
  shown: MAIN.includes(id) ? (['card', 'main'] as ('card' | 'main')[]) : [],
}));

const RATES: Record<string, number> = {
  'on-time': 0.975,
  'on-time-766': 0.96,
  digitised: 0.38,
  'e-result': 0.31,
  online: 0.44,
  cashless: 0.16,
  'online-payment': 0.12,
  'counter-rating': 0.95,
  apology: 0.82,
  notified: 0.7,
};
const TARGETS: Record<string, Record<Population, number>> = {
  'on-time': { city: 97, ward: 97 },
  digitised: { city: 40, ward: 35 },
  'e-result': { city: 30, ward: 20 },
  online: { city: 40, ward: 40 },
  cashless: { city: 15, ward: 15 },
  apology: { city: 100, ward: 100 },
};

export const meta: Meta = {
  place: { name: 'thành phố Long Khánh', title: 'Một cửa Long Khánh' },
  plan: {
    number: '112/KH-UBND',
    name: 'Cải cách hành chính thành phố Long Khánh năm 2024',
    issued: '2024-01-22',
    issuer: 'UBND thành phố Long Khánh',
    from: '2024-01-01',
    to: '2024-12-31',
  },
  populations: [
    { key: 'city', label: 'Thành phố', heading: 'Tại thành phố', total: 'Cộng thành phố', rated: true },
    { key: 'ward', label: 'Phường, xã', heading: 'Tại phường, xã', total: 'Cộng phường, xã', rated: true },
  ],
  now: NOW,
  demonstration: { offsetMs: -62_000_000_000 },
  today: '2024-12-05',
  units: [
    ...WARDS.map((text) => ({
      code: text.slice(0, 5),
      name: text.slice(6),
      population: 'ward',
      validTo: null,
    })),
    ...DEPARTMENTS.map((name, i) => ({ code: `PB${i + 10}`, name, population: 'city', validTo: null })),
    { code: '26071', name: 'Phường Xuân Trung', population: 'ward', validTo: '2024-10-31' },
  ].map((unit) => ({ ...unit, key: `${unit.code}@2024-01-01`, validFrom: '2024-01-01' })),
  fields: ['Hộ tịch', 'Chứng thực', 'Đất đai', 'Xây dựng', 'Đăng ký kinh doanh', 'Bảo trợ xã hội'],
  procedures: [
    { code: '1.001193', name: 'Đăng ký khai sinh', field: 'Hộ tịch' },
    { code: '1.000894', name: 'Đăng ký kết hôn', field: 'Hộ tịch' },
    { code: '2.000815', name: 'Chứng thực bản sao từ bản chính', field: 'Chứng thực' },
    { code: '1.009994', name: 'Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ', field: 'Xây dựng' },
  ],
  metrics: METRICS,
  periods: { default: 'month:2024-11', reportingFrom: '12-15', reportingSource: 'biểu II.06a' },
};

/** A repeatable stream of numbers, so that the page looks the same at each start. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const verdictOf = (id: string, population: Scope, n: number, d: number): Verdict => {
  const target = TARGETS[id]?.[population];
  return heldTo({ numerator: n, denominator: d }, target === undefined ? null : { op: '>=', value: target });
};

function figures(seed: number, size: number, population: Scope): Figures {
  const next = random(seed);
  const received = Math.round(size * (0.4 + next()));
  const late = Math.round(received * 0.05 * next() * next());
  const before = Math.round(received * (0.6 + next() * 0.1));
  const onDay = Math.round(received * 0.2);
  const resolved = before + onDay + late;
  const fraction = (id: string) => {
    const d = id.startsWith('on-time') || id === 'notified' ? resolved : id.startsWith('apology') ? late : received;
    const n =
      id === 'on-time' ? before + onDay : Math.min(d, Math.round(d * (RATES[id] ?? 0.05) * (0.85 + next() * 0.3)));
    return { numerator: n, denominator: d, verdict: verdictOf(id, population, n, d) };
  };
  return {
    columns: {
      carried: Math.round(received * 0.08),
      received,
      transferredIn: 0,
      reopened: next() > 0.8 ? 1 : 0,
      resolvedBefore: before,
      resolvedOnDay: onDay,
      resolvedLate: late,
      withdrawn: Math.round(next() * 3),
      stopped: Math.round(next()),
      transferredOut: 0,
      openWithin: Math.round(received * 0.1),
      openLate: Math.round(late * next() * 2),
      waiting: Math.round(received * 0.03),
      refused: Math.round(next() * 2),
      submitted: Math.round(next() * 5),
      unreturned: Math.round(received * 0.05),
    },
    metrics: Object.fromEntries(METRICS.map(({ id }) => [id, fraction(id)])),
  };
}

function add(all: Figures[], population: Scope): Figures {
  const columns: Record<string, number> = {};
  const metrics: Figures['metrics'] = {};
  for (const one of all) {
    for (const [id, n] of Object.entries(one.columns)) columns[id] = (columns[id] ?? 0) + n;
    for (const [id, { numerator, denominator }] of Object.entries(one.metrics)) {
      const sum = metrics[id] ?? { numerator: 0, denominator: 0 };
      metrics[id] = {
        numerator: sum.numerator + numerator,
        denominator: sum.denominator + denominator,
        verdict: 'none',
      };
    }
  }
  for (const [id, one] of Object.entries(metrics))
    one.verdict = verdictOf(id, population, one.numerator, one.denominator);
  return { columns, metrics };
}

function keyFigures(population: Population, of: Figures, seed: number): KeyFigures {
  const next = random(seed);
  return {
    population,
    metrics: METRICS.map(({ id }) => {
      const { numerator = 0, denominator = 0, verdict = 'none' } = of.metrics[id] ?? {};
      const value = TARGETS[id]?.[population];
      return {
        id,
        numerator,
        denominator,
        verdict,
        target:
          value === undefined
            ? null
            : {
                value,
                op: '>=',
                section: '§2.1',
                readings: id === 'online' ? [{ text: 'tối đa 40 %', section: 'PL-II.3.1' }] : [],
              },
        spark: Array.from({ length: 12 }, (_, i) => ({
          period: `month:2024-${String(i + 1).padStart(2, '0')}`,
          numerator: Math.round(numerator * (0.85 + next() * 0.15)),
          denominator: i === 0 ? 0 : denominator,
        })),
      };
    }),
  };
}

export const asOf = (position: number) => ({
  epoch: '00000000-0000-4000-8000-000000000000',
  instant: new Date(Date.parse(NOW) + position * 1000).toISOString(),
  position: String(position),
  lagSeconds: 0.2,
  live: true,
});

function period(query: URLSearchParams) {
  const named = parsePeriod(query.get('period') ?? meta.periods.default) ?? monthOf(meta.today);
  return {
    ...named,
    stocksAt: named.to,
    reckon: (query.get('reckon') ?? 'period') as 'period' | 'cumulative',
  };
}

const aims = (population: Population) =>
  Object.fromEntries(Object.entries(TARGETS).map(([id, target]) => [id, { op: '>=', value: target[population]! }]));

export function overview(query: URLSearchParams, position: number): Overview {
  const scope = (query.get('scope') ?? 'all') as Scope;
  const rows = meta.units
    .filter((unit) => (scope === 'all' || unit.population === scope) && unit.validTo === null)
    .map((unit, i) => {
      const row = { unit, ...figures(i * 7919 + 13, unit.population === 'ward' ? 220 : 80, unit.population) };
      if (unit.code === 'PB18') return { unit, ...figures(1, 0, unit.population) };
      // A live event now and then: one more received here, one late dossier there.
      if (i % 9 === position % 9) row.columns['received'] = (row.columns['received'] ?? 0) + (position % 7);
      return row;
    });
  const populations = meta.populations.map(({ key }) => key).filter((one) => scope === 'all' || scope === one);
  const totals = populations.map((population) => ({
    population,
    ...add(
      rows.filter(({ unit }) => unit.population === population),
      population,
    ),
  }));
  return {
    asOf: asOf(position),
    period: period(query),
    thisWeek: {
      label: 'Tuần này (02/12 – 08/12)',
      figures: [
        { id: 'newlyLate', value: 7, drill: { figure: 'measure:becameOverdue', period: 'week:2024-W49' } },
        { id: 'stillLate', value: 31, worklist: { kind: 'late' } },
        { id: 'mended', value: 5, drill: { figure: 'column:resolvedLate', period: 'week:2024-W49' } },
        { id: 'apologiesOwed', value: 12, worklist: { kind: 'late', apology: 'owed' } },
      ],
    },
    targets: { city: aims('city'), ward: aims('ward') },
    rankingMinimum: 10,
    keyFigures: totals.map((total, i) => keyFigures(total.population, total, i + 5)),
    rows,
    totals: [...totals, { population: 'all', ...add(rows, 'all') }],
  };
}

export function weeks(): WeekPoint[] {
  const next = random(77);
  return Array.from({ length: 26 }, (_, i) => {
    const week = 23 + i;
    return {
      week: `2024-W${week}`,
      label: partOf('week', 2024, week).label,
      unfinished: i === 25,
      received: Math.round(600 + next() * 300),
      resolved: Math.round(580 + next() * 300),
      openLate: Math.round(20 + next() * 30),
    };
  });
}

export function unit(query: URLSearchParams, position: number): UnitView | null {
  const wanted = query.get('unit') ?? '';
  const one = meta.units.find(({ key, code }) => key === wanted || code === wanted);
  if (!one) return null;
  const mine = figures(99, 220, one.population);
  return {
    asOf: asOf(position),
    period: period(query),
    unit: { ...one, successors: [] },
    keyFigures: [keyFigures(one.population, mine, 3)],
    rankingMinimum: 10,
    figures: mine,
    year: {
      ...figures(98, 2400, one.population),
      period: { ...period(query), label: 'Tháng 11/2024, luỹ kế từ 01/01/2024', reckon: 'cumulative' },
    },
    byField: meta.fields.map((field, i) => ({ field, ...figures(i + 40, 40, one.population) })),
    byProcedure: meta.procedures.map(({ code, name, field }, i) => ({
      procedure: { code, name },
      field,
      ...figures(i + 60, 50, one.population),
    })),
    history: [
      {
        version: 1,
        day: '2019-06-01',
        label: 'Bắt đầu hoạt động',
        detail: [{ label: 'Tên', value: one.name }],
        recordedAt: '2024-11-01T02:00:00.000Z',
        source: 'seed',
        stands: true,
      },
    ],
  };
}

const code = (i: number) => `H19.45.22-2411${String((i % 28) + 1).padStart(2, '0')}-${String(i + 1).padStart(4, '0')}`;

export function drill(query: URLSearchParams, position: number): Drill {
  const after = Number(query.get('after') ?? 0);
  const value = 63;
  const figure = query.get('figure') ?? '';
  const one = meta.units.find(({ key }) => key === query.get('unit')) ?? null;
  const last = Math.min(value, after + 50);
  const items = Array.from({ length: last - after }, (_, i) => ({
    code: code(after + i),
    unit: meta.units[(after + i) % 13]!,
    procedure: meta.procedures[i % 4]!,
    field: meta.procedures[i % 4]!.field,
    day: '2024-11-12',
    n: 1,
    receivedAt: '2024-11-10T02:10:00.000Z',
    dueAt: '2024-11-15T10:00:00.000Z',
    endedAt: i % 3 ? '2024-11-12T03:00:00.000Z' : null,
    phase: i % 3 ? ('resolved' as const) : ('open' as const),
    late: i % 7 === 0,
  }));
  return {
    asOf: asOf(position),
    figure: {
      label: figure.startsWith('metric') ? 'Giải quyết đúng hạn, tử số' : 'Tiếp nhận',
      value,
      unit: one,
      units: [],
      scope: (query.get('scope') ?? 'all') as Scope,
      period: period(query),
      ...(figure.startsWith('metric') && { numerator: 63, denominator: 65 }),
    },
    items,
    next: last < value ? String(last) : null,
  };
}

export function worklist(query: URLSearchParams, position: number): Worklist {
  const kind = query.get('kind') as WorklistKind;
  const limit = Number(query.get('limit') ?? 50);
  const after = Number(query.get('after') ?? 0);
  const total = kind === 'late' ? 72 : 8;
  const last = Math.min(total, after + limit);
  return {
    asOf: asOf(position),
    total,
    items: Array.from({ length: last - after }, (_, i) => ({
      code: code(after + i),
      unit: meta.units[i % 13]!,
      procedure: meta.procedures[i % 4]!,
      receivedAt: '2024-11-10T02:10:00.000Z',
      dueAt: '2024-11-15T10:00:00.000Z',
      daysLate: kind === 'late' ? { calendar: 20 - (i % 20), working: 14 - (i % 14) } : null,
      holder: i % 4 ? 'CB-0142, Thẩm định' : null,
      apology: (['owed', 'issued', 'none'] as const)[i % 3]!,
      phase: 'open',
    })),
    next: last < total ? String(last) : null,
  };
}

export const search = (q: string) => ({
  items: Array.from({ length: 5 }, (_, i) => ({
    code: code(i),
    unit: meta.units[0]!,
    procedure: meta.procedures[0]!,
  })).filter((item) => item.code.toLowerCase().startsWith(q.toLowerCase())),
});
