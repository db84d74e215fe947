import { openApiText } from '../../src/openapi/document.js';
import { readMessage } from '#domain';

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  example?: unknown;
  minimum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  allOf?: Schema[];
}

/** A body, and whether its planted text lies where any text may be. */
export interface Hostile {
  type: string;
  body: Record<string, unknown>;
}

/** Every command with a text planted in each of its fields in turn, and with one in all its free texts at once: from the document, so that a new field is covered. */
export async function hostileCommands(plants: readonly string[]): Promise<Hostile[]> {
  const { paths, components } = JSON.parse(await openApiText()) as {
    paths: Record<string, { post?: { requestBody: { content: { 'application/json': { schema: Schema } } } } }>;
    components: { schemas: Record<string, Schema> };
  };
  const resolved = (schema: Schema): Schema => {
    const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
    return ref ? components.schemas[ref.split('/').at(-1)!]! : schema;
  };
  const valid = (given: Schema, name: string): unknown => {
    const schema = resolved(given);
    if (schema.properties)
      return Object.fromEntries(Object.entries(schema.properties).map(([key, each]) => [key, valid(each, key)]));
    if (name === 'at') return '2024-12-03T09:00:00+07:00';
    if (given.format === 'date-time') return '2024-12-30T09:00:00+07:00';
    if (given.enum) return given.enum[0];
    if (given.type === 'array') return given.example ?? [valid(given.items!, name)];
    if (given.type === 'boolean') return true;
    return given.example ?? (given.type === 'integer' ? (given.minimum ?? 1) : 'x');
  };
  /** every place of a text: its steps, and whether it is free */
  const places = (given: Schema, path: string[] = []): { path: string[]; free: boolean }[] => {
    const schema = resolved(given);
    if (schema.properties)
      return Object.entries(schema.properties).flatMap(([name, each]) => places(each, [...path, name]));
    if (schema.type === 'array') return places(schema.items!, [...path, '0']);
    const free = schema.type === 'string' && !schema.enum && !schema.format && !LOOKED_UP.has(path.at(-1)!);
    return [{ path, free }];
  };
  return Object.entries(paths).flatMap(([path, { post }]) => {
    const type = /^\/v1\/dossiers\/\{code\}\/([a-z-]+)$/.exec(path)?.[1];
    if (!type || !post) return [];
    const { schema } = post.requestBody.content['application/json'];
    const all = places(schema);
    const fresh = (): Record<string, unknown> => structuredClone(valid(schema, '')) as Record<string, unknown>;
    return plants.flatMap((plant) => [
      ...all.map(({ path: place }) => ({ type, body: planted(only(fresh(), place), [place], plant) })),
      {
        type,
        body: planted(
          fresh(),
          all.filter(({ free }) => free).map(({ path: place }) => place),
          plant,
        ),
      },
    ]);
  });
}

const LOOKED_UP = new Set(['procedure', 'unit', 'receivingUnit', 'child', 'others', 'email', 'phone', 'identity']);

/** A correction says no more than what is planted: an event has few of the fields that can be corrected. */
function only(body: Record<string, unknown>, [first, name]: string[]): Record<string, unknown> {
  if (first !== 'data' || name === undefined) return body;
  return { ...body, event: EVENT_OF[name] ?? 1, data: { [name]: (body.data as Record<string, unknown>)[name] } };
}

/** Which event of the dossier that the spec makes has a field: see there. */
const EVENT_OF: Record<string, number> = {
  stage: 2,
  officer: 2,
  agency: 3,
  papers: 4,
  source: 5,
  basis: 6,
  letterNumber: 7,
};

function planted(body: Record<string, unknown>, places: string[][], plant: string): Record<string, unknown> {
  for (const place of places) {
    let at = body as Record<string, unknown>;
    for (const step of place.slice(0, -1)) at = at[step] as Record<string, unknown>;
    at[place.at(-1)!] = plant;
  }
  return body;
}

type Fields = Map<string, Fields | null>;

/** The fields that a reader of the national feed asks for, and those of the items in its lists; learned from the reader itself. */
function fieldsOf(read: (raw: unknown) => unknown): Fields {
  const spy = (asked: Set<string>, known: Record<string, unknown> = {}): object =>
    new Proxy(known, { get: (target, name) => (asked.add(String(name)), target[name as string]) });
  const names = new Set<string>();
  read(spy(names));
  const fields: Fields = new Map();
  for (const name of names) {
    const inner = new Set<string>();
    read({ [name]: [spy(inner)] });
    fields.set(name, inner.size > 0 ? new Map([...inner].map((each) => [each, null])) : null);
  }
  return fields;
}

/** Messages of the feed with a text planted in each field that is read, in every other one that senders fill in, and in fields that nobody knows. */
export function hostileMessages(plants: readonly string[], code: () => string): { service: string; data: unknown }[] {
  const services = [
    { service: 'DongBoHoSoMC', base: SNAPSHOT },
    { service: 'CapNhatTienDoHoSoMC', base: PROGRESS },
  ];
  return services.flatMap(({ service, base }) => {
    const message = (more: object): { service: string; data: unknown } => {
      return { service, data: { ...base, MaHoSo: code(), ...more } };
    };
    return plants.flatMap((plant) => [
      ...[...fieldsOf((raw) => readMessage(service, raw))].flatMap(([name, inner]) => [
        message({ [name]: plant }),
        ...[...(inner?.keys() ?? [])].map((each) => message({ [name]: [{ ...ITEM, [each]: plant }] })),
      ]),
      message({ TenTTHC: plant, TrichYeuHoSo: plant, NoiNopHoSo: plant, DiaChi: plant, [plant]: plant }),
      { service, data: plant },
    ]);
  });
}

const SNAPSHOT = {
  MaTTHC: '1.004884',
  KenhThucHien: '1',
  ChuHoSo: 'Mẫu',
  MaDoiTuong: '000000000001',
  TrangThaiHoSo: '5',
  NgayTiepNhan: '20241202090000',
  NgayHenTra: '20241231170000',
  DonViXuLy: 'UBND phường Xuân Bình',
};
const PROGRESS = { TrangThai: '4', ThoiDiemXuLy: '20241204090000' };
const ITEM = { NgayBoSung: '20241203090000', NgayTiepNhanBoSung: '20241204090000', Gia: '1000', HoSoBoSungId: 'BS-1' };
