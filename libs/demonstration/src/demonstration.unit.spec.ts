import { dossierEventTypes, type DossierState, localDay, ReferenceData, timeline, type Timeline } from '#domain';
import { decideAll } from '../test/decide-all.js';
import { seededReference } from '../test/seeded-reference.js';
import { chunks, demonstration, DEMONSTRATION_TODAY, type Occurrence } from './index.js';

const reference = seededReference();
const { calendar } = reference;
const sample = (seed?: string) => demonstration({ reference, calendar, scale: 0.05, seed });

describe('the demonstration year', () => {
  let items: Occurrence[];
  let states: DossierState[];
  let timelines: Timeline[];
  let refused: ReturnType<typeof decideAll>['refused'];
  beforeAll(() => {
    items = demonstration({ reference, calendar });
    const decided = decideAll(items, reference);
    refused = decided.refused;
    states = [...decided.states.values()];
    timelines = states.map((state) => timeline(state));
  }, 120_000);

  it('consists of commands that the aggregate accepts, one and all', () => {
    expect(refused.slice(0, 3)).toEqual([]);
    expect(refused).toHaveLength(0);
    expect(timelines.filter(({ ignored }) => ignored.length > 0)).toEqual([]);
  });

  it('has at least 20,000 dossiers received in 2024, and some carried over into it', () => {
    const received = timelines.map((t) => t.received?.at).filter((at) => at !== undefined);
    expect(received.filter((at) => localDay(at) >= '2024-01-01').length).toBeGreaterThanOrEqual(20_000);
    expect(received.filter((at) => localDay(at) < '2024-01-01').length).toBeGreaterThan(2_000);
    expect(items.length).toBeLessThan(150_000);
  });

  it('shows every kind of event but the progress reports of the national feed', () => {
    const seen = new Set(states.flatMap((state) => state.facts.map((fact) => fact.type)));
    expect(dossierEventTypes.filter((type) => !seen.has(type))).toEqual(['ProgressReported']);
  });

  it('mends what it means to mend', () => {
    const mended = new Set<string>();
    for (const state of states) {
      for (const fact of state.facts) {
        if (fact.type !== 'Corrected' && fact.type !== 'Retracted') continue;
        mended.add(`${fact.type} ${state.facts.find(({ version }) => version === fact.data.event)!.type}`);
      }
    }
    expect([...mended].sort()).toEqual([
      'Corrected Digitised',
      'Corrected FeePaid',
      'Corrected Received',
      'Corrected Resolved',
      'Retracted Digitised',
      'Retracted FeePaid',
      'Retracted Resolved',
    ]);
  });

  it('comes in the order of its recording, and nothing happens after it was recorded or after today', () => {
    const early = (item: Occurrence, i: number) => i > 0 && item.at < items[i - 1]!.at;
    expect(items.filter(early)).toEqual([]);
    expect(items.filter(({ at, command }) => command.at > at || at > DEMONSTRATION_TODAY)).toEqual([]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });

  it('has deliveries a day late, so that an overdue is taken back', () => {
    const late = items.filter(({ at, command }) => localDay(at) > localDay(command.at));
    expect(late.length).toBeGreaterThan(50);
    expect(
      states.filter((state) => state.facts.some(({ type }) => type === 'OverdueRetracted')).length,
    ).toBeGreaterThan(10);
  });

  it('has about 3 % late, two units clearly behind, and the others above', () => {
    const units = new Map(reference.rows.units.map(({ key, name }) => [key, { name, resolved: 0, late: 0 }]));
    for (const { at, kind, unit, measured, due } of timelines.flatMap(({ rounds }) =>
      rounds.flatMap(({ ending }) => ending ?? []),
    )) {
      if (kind !== 'resolved' || localDay(at) < '2024-01-01') continue;
      units.get(unit)!.resolved += 1;
      if (measured > due) units.get(unit)!.late += 1;
    }
    const sum = (of: 'resolved' | 'late') => [...units.values()].reduce((n, unit) => n + unit[of], 0);
    expect(sum('late') / sum('resolved')).toBeGreaterThan(0.025);
    expect(sum('late') / sum('resolved')).toBeLessThan(0.045);
    const behind = [...units.values()]
      .filter(({ resolved, late }) => resolved > 300 && late / resolved > 0.07)
      .map(({ name }) => name);
    expect(behind).toEqual(['Phường Bàu Sen', 'Phòng Tài nguyên và Môi trường']);
  });

  it('has the seasons of a year: few at Tết, most before the school year, Mondays before Fridays', () => {
    const by = (key: (at: string) => string) => {
      const counts = new Map<string, number>();
      for (const { received } of timelines) {
        const at = received?.at;
        if (at) counts.set(key(at), (counts.get(key(at)) ?? 0) + 1);
      }
      return counts;
    };
    const months = by((at) => localDay(at).slice(0, 7));
    expect(Math.max(...months.values())).toBe(months.get('2024-08'));
    expect(months.get('2024-02')!).toBeLessThan(months.get('2024-03')! * 0.65);
    const days = by((at) => String(new Date(`${localDay(at)}T00:00:00Z`).getUTCDay()));
    expect(days.get('1')!).toBeGreaterThan(days.get('5')! * 1.2);
    expect([...days.keys()].sort()).toEqual(['1', '2', '3', '4', '5', '6']); // a Saturday was made up on 4/5
  });

  it('names no unit that was merged away, and asks the clock to hand over what it had open', () => {
    const gone = reference.rows.units.filter(({ validTo }) => validTo !== null);
    expect(gone.map(({ code, validTo }) => [code, validTo])).toEqual([
      ['26071', '2024-11-01'],
      ['26074', '2024-11-01'],
    ]);
    const named = items.filter(({ command }) => {
      const { unit, receivingUnit } = command as { unit?: string; receivingUnit?: string };
      return localDay(command.at) >= '2024-11-01' && gone.some(({ code }) => code === unit || code === receivingUnit);
    });
    expect(named).toEqual([]);
    const asked = items.filter(({ at, command }) => command.type === 'ask-clock' && localDay(at) >= '2024-11-01');
    const atMerger = asked.filter(({ at }) => at < '2024-10-31T17:02:00.000Z');
    expect(atMerger.length).toBeGreaterThan(5);
    const codes = new Set(asked.map(({ code }) => code));
    const open = states.filter((_, i) => {
      const { unit, phase } = timelines[i]!;
      return gone.some(({ key }) => key === unit) && (phase === 'open' || phase === 'waiting');
    });
    expect(open.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([]);
  });

  it('names nobody', () => {
    const applicants = items.flatMap(({ command }) =>
      'applicant' in command && command.applicant ? [command.applicant] : [],
    );
    expect(applicants.length).toBeGreaterThan(20_000);
    expect(applicants.filter(({ identity }) => !/^999\d+$/.test(identity!))).toEqual([]);
    const made = /^(Người nộp|Doanh nghiệp) (\d{5}|được ủy quyền)$/;
    expect(applicants.filter(({ name }) => !made.test(name!))).toEqual([]);
  });
});

describe('the generator', () => {
  it('gives the same year for the same seed and another one for another', () => {
    expect(sample()).toEqual(sample());
    expect(sample('another')).not.toEqual(sample());
  });

  it('leaves out units and procedures that the reference data do not have', () => {
    const few = { ...reference.rows, units: reference.rows.units.filter(({ code }) => code === '26077') };
    const small = new ReferenceData(few);
    const units = new Set(
      demonstration({ reference: small, calendar, scale: 0.05 }).map(({ code }) => code.slice(0, 9)),
    );
    expect([...units]).toContain('H19.45.22');
    expect([...units].filter((agency) => !/^H19\.45\.(22|91|93)$/.test(agency))).toEqual([]);
  });

  it('is cut into chunks of time whose lanes keep the order of each dossier', () => {
    const items = sample();
    const cut = [...chunks(items, 500)];
    expect(cut.reduce((sum, { count }) => sum + count, 0)).toBe(items.length);
    const byDossier = (list: Occurrence[]) =>
      [...list].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
    expect(byDossier(cut.flatMap(({ lanes }) => lanes.flat()))).toEqual(byDossier(items));
    for (const { lanes, until } of cut) {
      expect(new Set(lanes.map(([first]) => first!.code)).size).toBe(lanes.length);
      expect(lanes.flat().every(({ at }) => at <= until)).toBe(true);
    }
  });

  it('gives the same facts when the lanes of a chunk are run side by side, with the clock at its end', () => {
    const items = sample();
    const inOrder = decideAll(items, reference).states;
    const sideBySide = new Map<string, DossierState>();
    for (const { lanes, until } of chunks(items, 500)) {
      const { refused } = decideAll(lanes.reverse().flat(), reference, sideBySide, until);
      expect(refused).toEqual([]);
    }
    const facts = (states: Map<string, DossierState>) =>
      [...states.values()]
        .map((state) =>
          [
            state.code,
            ...state.facts.map(({ type, occurredAt }) => (isKnowledge(type) ? type : `${type} ${occurredAt}`)),
          ].join(' '),
        )
        .sort();
    expect(facts(sideBySide)).toEqual(facts(inOrder));
  });
});

/** Events that happen when they are recorded. */
const isKnowledge = (type: string): boolean => type === 'DueDateChanged' || type === 'OverdueRetracted';
