import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import {
  decideFeed,
  type DossierState,
  evolveAll,
  type Fault,
  initialState,
  nationalPart,
  type Population,
  readBatch,
  readMessage,
  ReferenceData,
  timeline,
} from '#domain';
import { contribution, type Mark } from '../src/index.js';

const fixture = (name: string): string => {
  const bytes = readFileSync(new URL(`../../testing/fixtures/feed-2024/${name}`, import.meta.url));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};
type Numbers = Record<string, number>;
interface Expected {
  as_of: string;
  dossiers_known: number;
  refused_at_intake: number;
  promises_moved_without_ground: number;
  messages: number;
  defects: Numbers;
  periods: Record<
    string,
    { from: string; to: string; total: Numbers } & Record<'units' | 'populations' | 'fields', Record<string, Numbers>>
  >;
}
const expected = JSON.parse(fixture('expected.json')) as Expected;
const rows = (name: string): Record<string, string>[] => parse(fixture(name), { columns: true });
const off2024 = [
  '01-01',
  '02-08',
  '02-09',
  '02-12',
  '02-13',
  '02-14',
  '04-18',
  '04-29',
  '04-30',
  '05-01',
  '09-02',
  '09-03',
];
const announcedAt = '2023-12-01T00:00:00.000Z';
const reference = new ReferenceData({
  units: rows('units.csv').map((row) => ({
    key: row.unit!,
    code: row.unit!,
    name: row.name!,
    population: row.population as Population,
    agencyCode: row.agency_code_placeholder!,
    aliases: row.aliases!.split('|'),
    validFrom: '1900-01-01',
    validTo: null,
    successors: [],
  })),
  procedures: rows('procedures.csv').map((row) => ({
    code: row.procedure!,
    national: nationalPart(row.procedure!),
    name: row.name!,
    field: row.field!,
    limit: { n: Number(row.limit_working_days), unit: 'working-day' as const },
    feeVnd: Number(row.fee_vnd),
    special: row.special_no_e_result === '1',
    population: row.population as Population,
  })),
  policies: [],
  days: [
    ...off2024.map((day) => ({ day: `2024-${day}`, kind: 'off' as const, unit: null, announcedAt, note: '' })),
    { day: '2024-05-04', kind: 'working' as const, unit: null, announcedAt, note: '' },
  ],
  hours: [],
});

interface Imported {
  dossiers: Map<string, DossierState>;
  defects: Record<string, number>;
  messages: number;
}

/** The messages of a file as one batch a line, in an order drawn by chance; those whose promise moves keep theirs. */
function drawn(file: string, seed: number): string[] {
  let state = seed;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const dues = new Map<unknown, Set<unknown>>();
  const messages = fixture(file)
    .split('\n')
    .flatMap((line) => {
      try {
        return (JSON.parse(line) as { data: Record<string, unknown>[] }).data ?? [];
      } catch {
        return [];
      }
    });
  for (const { MaHoSo, NgayHenTra } of messages) {
    if (NgayHenTra) dues.set(MaHoSo, (dues.get(MaHoSo) ?? new Set()).add(NgayHenTra));
  }
  const keyed = messages.map((message, index) => ({ message, index, key: random() }));
  const moved = (code: unknown): boolean => (dues.get(code)?.size ?? 0) > 1;
  const byCode = new Map<unknown, number[]>();
  for (const { message, key } of keyed) {
    if (moved(message.MaHoSo)) byCode.set(message.MaHoSo, [...(byCode.get(message.MaHoSo) ?? []), key]);
  }
  for (const keys of byCode.values()) keys.sort((a, b) => a - b);
  for (const each of keyed) each.key = byCode.get(each.message.MaHoSo)?.shift() ?? each.key;
  return keyed
    .sort((a, b) => a.key - b.key)
    .map(({ message }) => JSON.stringify({ service: 'DongBoHoSoMC', data: [message] }));
}

function importFeed(files: string[]): Imported {
  return importLines(files.flatMap((file) => fixture(file).split('\n')));
}

function importLines(lines: string[]): Imported {
  const dossiers = new Map<string, DossierState>();
  const defects: Record<string, number> = {};
  const count = (faults: Fault[]) => {
    for (const name of new Set(faults.map((fault) => fault.fault))) defects[name] = (defects[name] ?? 0) + 1;
  };
  let messages = 0;
  const now = '2026-11-25T00:00:00.000Z';
  const context = {
    now,
    askedUpTo: now,
    reference,
    calendar: reference.calendar,
    seal: () => crypto.randomUUID(),
    unsignedResultCounts: true,
  };
  for (const line of lines) {
    if (line === '') continue;
    let raw: unknown;
    try {
      raw = JSON.parse(line);
    } catch {
      count([{ fault: 'broken-json' }]);
      continue;
    }
    const batch = readBatch(raw);
    if (!batch) {
      count([{ fault: 'not-a-batch' }]);
      continue;
    }
    for (const data of batch.data) {
      messages += 1;
      const reading = readMessage(batch.service, data);
      if (!reading.ok) {
        count(reading.faults);
        continue;
      }
      const { message } = reading;
      const state = dossiers.get(message.code) ?? initialState(message.code);
      const applicant = message.kind === 'snapshot' ? message.personal.identity : '';
      const decision = decideFeed(state, message, { ...context, applicant });
      count(decision.faults);
      if (!decision.ok) continue;
      const events = decision.events.map((event, index) => ({
        ...event,
        version: state.version + 1 + index,
        recordedAt: now,
      }));
      dossiers.set(message.code, evolveAll(state, events));
    }
  }
  return { dossiers, defects, messages };
}

const KEYS: Record<string, (sum: (measure: Mark['measure'], at: 'flow' | 'before' | 'end') => number) => number> = {
  carried: (s) => s('openWithin', 'before') + s('openLate', 'before') + s('waiting', 'before'),
  received: (s) => s('received', 'flow'),
  online: (s) => s('receivedOnline', 'flow'),
  postal: (s) => s('receivedByPost', 'flow'),
  digitised: (s) => s('digitised', 'flow'),
  resolved: (s) => s('resolvedBefore', 'flow') + s('resolvedOnDay', 'flow') + s('resolvedLate', 'flow'),
  before: (s) => s('resolvedBefore', 'flow'),
  on_day: (s) => s('resolvedOnDay', 'flow'),
  late: (s) => s('resolvedLate', 'flow'),
  e_result: (s) => s('electronicResult', 'flow'),
  e_result_of: (s) => s('electronicResultOf', 'flow'),
  withdrawn: (s) => s('withdrawn', 'flow') + s('stopped', 'flow'),
  open_within: (s) => s('openWithin', 'end'),
  open_late: (s) => s('openLate', 'end'),
  waiting: (s) => s('waiting', 'end'),
  payments: (s) => s('payments', 'flow'),
  online_payments: (s) => s('onlinePayments', 'flow'),
};

function figures({ dossiers }: Imported, from: string, to: string, asOf: string) {
  const groups = new Map<string, Mark[]>();
  const add = (key: string, mark: Mark) => groups.set(key, [...(groups.get(key) ?? []), mark]);
  for (const state of dossiers.values()) {
    const field = state.facts.find((fact) => fact.type === 'Received')?.data.procedure.field ?? '';
    for (const mark of contribution(state, asOf)) {
      add(`units/${mark.unit}`, mark);
      add(`populations/${reference.unitByKey(mark.unit)!.population}`, mark);
      add(`fields/${field}`, mark);
      add('total', mark);
    }
  }
  const stockAt = (mark: Mark, day: string) =>
    mark.day <= day && (mark.until === null || mark.until > day) ? mark.n : 0;
  const before = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
  const result: Record<string, Record<string, number>> = {};
  for (const [key, marks] of groups) {
    const sum = (measure: Mark['measure'], at: 'flow' | 'before' | 'end') =>
      marks
        .filter((mark) => mark.measure === measure)
        .reduce(
          (n, mark) =>
            n +
            (at === 'flow'
              ? mark.day >= from && mark.day <= to
                ? mark.n
                : 0
              : stockAt(mark, at === 'before' ? before : to)),
          0,
        );
    result[key] = Object.fromEntries(Object.entries(KEYS).map(([name, of]) => [name, of(sum)]));
  }
  return result;
}

function compare(imported: Imported): string[] {
  const differences: string[] = [];
  for (const [name, period] of Object.entries(expected.periods)) {
    const got = figures(imported, period.from, period.to, new Date(expected.as_of).toISOString());
    const want: Record<string, Record<string, number>> = { total: period.total };
    for (const kind of ['units', 'populations', 'fields'] as const) {
      for (const [key, value] of Object.entries(period[kind])) want[`${kind}/${key}`] = value;
    }
    for (const [key, values] of Object.entries(want)) {
      for (const [measure, value] of Object.entries(values)) {
        const found = got[key]?.[measure] ?? 0;
        if (found !== value) differences.push(`${name} ${key} ${measure}: ${found}, expected ${value}`);
      }
    }
  }
  return differences;
}

describe('a year of the national feed', () => {
  const orders = {
    'in its order': ['feed.ndjson.gz'],
    'imported twice': ['feed.ndjson.gz', 'feed.ndjson.gz'],
    shuffled: ['feed-shuffled.ndjson.gz'],
    'in its order, then shuffled': ['feed.ndjson.gz', 'feed-shuffled.ndjson.gz'],
    'shuffled, then in its order': ['feed-shuffled.ndjson.gz', 'feed.ndjson.gz'],
  };
  it.each(Object.entries(orders))('gives every number of its peer, %s', (_, files) => {
    const imported = importFeed(files);
    expect(compare(imported)).toEqual([]);
    const timelines = [...imported.dossiers.values()].map((state) => timeline(state));
    expect(timelines.filter((t) => t.received)).toHaveLength(expected.dossiers_known);
    expect(timelines.filter((t) => t.refused)).toHaveLength(expected.refused_at_intake);
    expect(timelines.filter((t) => t.movedWithoutGround)).toHaveLength(expected.promises_moved_without_ground);
  });

  it.each([1, 2, 3, 4, 5])('gives the same numbers in whatever order its messages come, draw %i', (seed) => {
    expect(compare(importLines(drawn('feed.ndjson.gz', seed)))).toEqual([]);
  });

  it('gives no cashless rate: whether a fee that was not paid online was cash, the feed does not tell', () => {
    const { dossiers } = importFeed(['feed.ndjson.gz']);
    const measures = new Set(
      [...dossiers.values()].flatMap((state) => contribution(state)).map(({ measure }) => measure),
    );
    expect(measures.has('onlinePayments')).toBe(true);
    expect(measures.has('paymentsOfKnownMeans')).toBe(false);
    expect(measures.has('cashlessPayments')).toBe(false);
  });

  it('names every defect of the messages', () => {
    const { messages, defects } = importFeed(['feed.ndjson.gz']);
    expect(messages).toBe(expected.messages);
    expect(defects).toEqual({
      'processed-without-end': expected.defects['processed without an end time'],
      'impossible-date': expected.defects['impossible date'],
      'unknown-unit': expected.defects['unknown unit'],
      'no-code': expected.defects['no code'],
      'unknown-status': expected.defects['unknown status'],
      'end-before-receipt': expected.defects['ends before it begins'],
      'wrong-type': expected.defects['wrong type'],
      'broken-json': expected.defects['broken JSON line'],
      'not-a-batch': expected.defects['not a batch'],
    });
  });
});
