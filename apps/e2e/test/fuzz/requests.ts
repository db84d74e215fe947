import fc from 'fast-check';
import type { Described } from './described.js';
import { code, junk, text } from './junk.js';

export interface FuzzRequest {
  method: string;
  /** the path in the description; null: nowhere described */
  described: string | null;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

const key = fc.oneof(
  { weight: 20, arbitrary: fc.uuid() },
  { weight: 2, arbitrary: fc.constantFrom('k', 'k-2', '') },
  { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
);
const headers = fc
  .record({
    'idempotency-key': key,
    'x-caller': fc.oneof({ weight: 9, arbitrary: fc.constant('fuzz') }, { weight: 1, arbitrary: fc.string() }),
    'content-type': fc.oneof(
      { weight: 30, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json; charset=koi8-r', '', 'x') },
    ),
    accept: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('*/*', 'application/json', '') },
      { weight: 1, arbitrary: fc.constantFrom('application/xml', 'text/html', 'x', ',;q=') },
    ),
    'content-encoding': fc.oneof(
      { weight: 40, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('gzip', 'br', 'zip') },
    ),
  })
  .map((all) =>
    // what no client can send as a header is left out
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '' && /^[\x20-\x7e]+$/.test(value))),
  );

/** JSON as it goes over the wire: now and then cut off, or of bytes that are no text. */
const wire = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> =>
  fc.tuple(value, fc.integer({ min: 0, max: 40 })).map(([body, how]) => {
    const json = JSON.stringify(body);
    if (how === 0) return json.slice(0, json.length >> 1);
    if (how === 1) return Buffer.from(json, 'latin1');
    if (how === 2) return json.replace(/\d+/, '1e999');
    return how === 3 ? `\ufeff${json}` : json;
  });

const encoded = fc.oneof(
  { weight: 12, arbitrary: code.map((each) => encodeURIComponent(each.replace(/\p{Surrogate}/gu, '\ufffd'))) },
  { weight: 1, arbitrary: fc.constantFrom('%', '%00', '%E0%A4%A', '..', '%2F', 'x'.repeat(9_000)) },
);

/** Requests at the counter's doors. */
export function counterRequests(api: Described): fc.Arbitrary<FuzzRequest> {
  const commands = api.commands.map((type) => {
    const described = `/v1/dossiers/{code}/${type}`;
    return fc
      .record({ place: encoded, headers, body: wire(api.body(described)) })
      .map(({ place, ...rest }) => ({ ...rest, method: 'POST', described, path: `/v1/dossiers/${place}/${type}` }));
  });
  const item = fc
    .constantFrom(...api.commands)
    .chain((type) =>
      fc
        .tuple(api.body(`/v1/dossiers/{code}/${type}`), key, code, fc.integer({ min: 0, max: 20 }))
        .map(([body, id, place, how]) => (how === 0 ? body : { ...(body as object), id, type, code: place })),
    );
  const items = fc.oneof(
    { weight: 9, arbitrary: fc.record({ items: fc.array(item, { maxLength: 8 }) }) },
    { weight: 1, arbitrary: junk },
  );
  const post = (path: string, body: fc.Arbitrary<unknown>) =>
    fc.record({ headers, body: wire(body) }).map((rest) => ({ ...rest, method: 'POST', described: path, path }));
  const read = fc.record({ place: encoded, headers }).map(({ place, headers: { accept = '*/*' } }) => ({
    method: 'GET',
    described: '/v1/dossiers/{code}',
    path: `/v1/dossiers/${place}`,
    headers: { accept },
  }));
  const elsewhere = fc
    .tuple(
      fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH'),
      fc.constantFrom('/v1/commands', '/v1/feed', '/v1', '/v1/dossiers/x/y'),
    )
    .map(([method, path]) => ({ method, described: null, path, headers: {} }));
  return fc.oneof(
    { weight: 50, arbitrary: fc.oneof(...commands) },
    { weight: 10, arbitrary: post('/v1/commands', items) },
    { weight: 15, arbitrary: post('/v1/feed', feedBatch) },
    { weight: 5, arbitrary: read },
    { weight: 2, arbitrary: elsewhere },
  );
}

const time = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.integer({ min: 1, max: 19 }).map((day) => `202412${String(day).padStart(2, '0')}090000`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '0', '99991231000000', '19991231235959', '20240230000000', '21000101000000', 'x'),
  },
);
const or = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 20, arbitrary }, { weight: 1, arbitrary: junk });

const supplement = fc.record(
  {
    HoSoBoSungId: or(fc.constantFrom('1', '2')),
    NgayBoSung: or(time),
    NgayTiepNhanBoSung: or(time),
    NgayHenTraMoi: or(time),
  },
  { requiredKeys: ['NgayBoSung'] },
);
const snapshot = fc.record(
  {
    MaHoSo: or(code),
    MaTTHC: or(fc.constant('1.001193')),
    TrangThaiHoSo: or(fc.integer({ min: 1, max: 10 }).map(String)),
    DonViXuLy: or(fc.constant('Phường Xuân Bình')),
    KenhThucHien: or(fc.constantFrom('1', '2', '3')),
    MaDoiTuong: or(fc.constant('075190000001')),
    NgayNopHoSo: or(time),
    NgayTiepNhan: or(time),
    NgayHenTra: or(time),
    NgayKetThucXuLy: or(time),
    NgayTra: or(time),
    NgayTuChoi: or(time),
    GhiChu: or(text),
    DanhSachLePhi: or(fc.array(fc.record({ Gia: or(fc.constantFrom('15.000', '1e9')) }), { maxLength: 2 })),
    DanhSachHoSoBoSung: or(fc.array(supplement, { maxLength: 4 })),
    DanhSachGiayToKetQua: or(fc.array(junk, { maxLength: 2 })),
    DuocThanhToanTrucTuyen: or(fc.constantFrom('1', '2', '3')),
  },
  { requiredKeys: ['MaHoSo', 'MaTTHC', 'TrangThaiHoSo', 'NgayTiepNhan', 'DonViXuLy'] },
);
const progress = fc.record(
  { MaHoSo: or(code), TrangThai: or(fc.constantFrom('2', '4', '9')), ThoiDiemXuLy: or(time), PhongBanXuLy: or(text) },
  { requiredKeys: ['MaHoSo', 'TrangThai', 'ThoiDiemXuLy'] },
);

/** Batches of the national format, by HTTP or as lines of a file. */
export const feedBatch: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ service: fc.constant('DongBoHoSoMC'), data: fc.array(or(snapshot), { maxLength: 6 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      service: fc.constant('CapNhatTienDoHoSoMC'),
      data: fc.array(or(progress), { maxLength: 6 }),
    }),
  },
  { weight: 1, arbitrary: junk },
);

const VIEWS = [
  'overview',
  'unit',
  'weeks',
  'drill',
  'worklist',
  'worklist.csv',
  'search',
  'meta',
  'operations',
  'nothing',
];
const PARAMETERS: Record<string, fc.Arbitrary<string>> = {
  period: fc.constantFrom(
    'year:2024',
    'month:2024-12',
    'week:2024-W53',
    'range:2024-01-01..2024-12-31',
    'range:1999-01-01..2100-01-01',
    'year:9999',
    'reporting-year:2000',
    'quarter:2024-9',
    'week:2024-W99',
  ),
  reckon: fc.constantFrom('period', 'cumulative', 'x'),
  scope: fc.constantFrom('all', 'city', 'ward', 'branch', ''),
  unit: fc.oneof(fc.constantFrom('26077', '26080', '26077@2000-01-01'), text),
  field: text,
  procedure: text,
  kind: fc.constantFrom('late', 'today', 'soon', 'x'),
  figure: fc.oneof(fc.constantFrom('received', 'onTime', 'openLate', 'become-overdue'), text),
  after: text,
  limit: fc.constantFrom('1', '200', '201', '-1', '1e3', ''),
  count: fc.constantFrom('1', '53', '9999'),
  days: fc.constantFrom('1', '30', 'x'),
  q: text,
  code,
};

/** Questions to the supervisor. */
export const questions: fc.Arbitrary<FuzzRequest> = fc
  .record({
    view: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...VIEWS) },
      { weight: 1, arbitrary: encoded.map((e) => `dossiers/${e}`) },
    ),
    asked: fc
      .subarray(Object.keys(PARAMETERS), { maxLength: 4 })
      .chain((names) =>
        fc.tuple(
          ...names.map((name) =>
            PARAMETERS[name]!.map(
              (value) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))}`,
            ),
          ),
        ),
      ),
    tail: fc.oneof(
      { weight: 30, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('&x=%', '&x=%FF', '&q=%00', '&&&==') },
    ),
    method: fc.oneof(
      { weight: 20, arbitrary: fc.constant('GET') },
      { weight: 1, arbitrary: fc.constantFrom('POST', 'HEAD', 'OPTIONS', 'DELETE') },
    ),
  })
  .map(({ view, asked, tail, method }) => ({
    method,
    // an address that is none of the API (an empty step, two steps back) is nowhere described
    described: view === 'nothing' || view.startsWith('dossiers/') ? null : `/api/${view}`,
    path: `/api/${view}?${asked.join('&')}${tail}`,
    headers: {},
  }));
