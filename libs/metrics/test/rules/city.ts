import {
  addDays,
  at,
  decide,
  type DossierCommand,
  type DossierState,
  evolveAll,
  initialState,
  type Population,
  type Procedure,
  ReferenceData,
  type Succession,
  type Unit,
} from '#domain';
import { contribution, type Figures, figuresOf, isStock, type Mark, measureNames } from '../../src/index.js';

export const reasonRef = '00000000-0000-4000-8000-000000000000';
export const CODE = 'H19.45.22-241202-0001';

const unit = (code: string, more: Partial<Unit> = {}): Unit => ({
  key: `${code}@2019-06-01`,
  code,
  name: code,
  population: 'ward' as Population,
  agencyCode: null,
  aliases: [],
  validFrom: '2019-06-01',
  validTo: null,
  successors: [],
  ...more,
});
const procedure = (
  code: string,
  n: number,
  unitOfLimit: 'working-day' | 'calendar-day' = 'working-day',
): Procedure => ({
  code,
  national: code,
  name: code,
  field: 'Hộ tịch',
  limit: { n, unit: unitOfLimit },
  feeVnd: 0,
  special: false,
  population: 'ward',
});

export interface City {
  policies?: Record<string, string>;
  units?: Unit[];
  successions?: Succession[];
  /** up to when the clock has been asked; by default the end of 2024 */
  until?: string;
  code?: string;
}

/** Two wards; procedures of 1 and 3 working days and of 30 calendar days; no day off but Saturdays and Sundays. */
export const reference = ({ policies = {}, units = [], successions = [] }: City = {}): ReferenceData =>
  new ReferenceData({
    units: [unit('A'), unit('B'), ...units],
    procedures: [procedure('1.000001', 1), procedure('1.000003', 3), procedure('1.000030', 30, 'calendar-day')],
    policies: Object.entries(policies).map(([key, value]) => {
      return { key, value, scope: '', effectiveFrom: '2000-01-01', source: '' };
    }),
    days: [],
    hours: [],
    successions,
  });
export { unit };

/** What a command is, on a day (`12-02` is 2/12/2024) at 09:00 or at a time that is given (`12-02 17:00`). */
export const on = (when: string, type: DossierCommand['type'], more: object = {}): DossierCommand =>
  ({ at: instant(when), type, ...more }) as DossierCommand;

export function instant(when: string): string {
  const [day = '', time = '09:00'] = when.split(' ');
  return at(`2024-${day}`, time);
}

export const receive = (when: string, more: object = {}): DossierCommand =>
  on(when, 'receive', { procedure: '1.000003', unit: 'A', channel: 'counter', applicant: 'a', ...more });
export const resolve = (when: string, more: object = {}): DossierCommand =>
  on(when, 'resolve', { outcome: 'granted', ...more });
export const ask = (when: string): DossierCommand => on(when, 'request-supplement', { reasonRef });
export const supply = (when: string, dueAt?: string): DossierCommand =>
  on(when, 'supplement', dueAt === undefined ? {} : { dueAt: instant(dueAt) });
export const suspend = (when: string): DossierCommand => on(when, 'suspend', { reasonRef });
export const resume = (when: string): DossierCommand => on(when, 'resume');
export const reopen = (when: string, dueAt?: string): DossierCommand =>
  on(when, 'reopen', { cause: 'complaint', ...(dueAt === undefined ? {} : { dueAt: instant(dueAt) }) });
export const apologise = (when: string, newDate = '12-31'): DossierCommand =>
  on(when, 'issue-apology', { reasonRef, newDate: instant(newDate) });
export const notify = (when: string, about: 'result' | 'progress' = 'result'): DossierCommand =>
  on(when, 'notify-applicant', { means: 'sms', about });
export const rate = (when: string, rating = 'satisfied'): DossierCommand => on(when, 'rate', { rating });
export const pay = (when: string, amount: number, means = 'cash'): DossierCommand =>
  on(when, 'record-payment', { amount, means });

/** A dossier after commands, told one after the other, and the clock asked at the end. Throws where one is refused. */
export function dossier(commands: DossierCommand[], city: City = {}): DossierState {
  const { until = instant('12-31'), code = CODE } = city;
  const data = reference(city);
  let now = '';
  let state = initialState(code);
  for (const command of [...commands, { type: 'ask-clock', at: until } as const]) {
    if (command.at > now) now = command.at;
    const context = { now, askedUpTo: now, reference: data, calendar: data.calendar };
    const decision = decide(state, command, context);
    if (!decision.ok) throw new Error(JSON.stringify([command, decision.refusals]));
    const { version } = state;
    const events = decision.events.map((event, i) => ({ ...event, version: version + 1 + i, recordedAt: now }));
    state = evolveAll(state, events);
  }
  return state;
}

/** What a unit's cells come to from a day to a day of 2024. */
export function figures(dossiers: DossierState | DossierState[], from = '01-01', to = '12-30', owner = 'A'): Figures {
  const [first, last] = [`2024-${from}`, `2024-${to}`];
  const all = [dossiers].flat().flatMap((state) => contribution(state));
  const marks = all.filter((mark) => mark.unit === `${owner}@2019-06-01`);
  const stands = (mark: Mark, day: string) => mark.day <= day && (mark.until === null || day < mark.until);
  const sum = (of: Mark[]) => of.reduce((n, mark) => n + mark.n, 0);
  return figuresOf(
    measureNames.map((measure) => {
      const mine = marks.filter((mark) => mark.measure === measure);
      const stock = isStock(measure);
      return {
        measure,
        before: stock ? sum(mine.filter((mark) => stands(mark, addDays(first, -1)))) : 0,
        flow: stock ? 0 : sum(mine.filter(({ day }) => first <= day && day <= last)),
        end: stock ? sum(mine.filter((mark) => stands(mark, last))) : 0,
      };
    }),
  );
}

/** A metric as people write it: `1/2`. */
export function rateOf(of: Figures, metric: string): string {
  const { numerator, denominator } = of.metrics[metric]!;
  return `${numerator}/${denominator}`;
}

/** How often a measure stands, and on which days it was counted. */
export const counted = (state: DossierState, measure: Mark['measure']): [string, number][] =>
  contribution(state)
    .filter((mark) => mark.measure === measure)
    .map(({ day, n }): [string, number] => [day, n])
    .sort(([a], [b]) => (a < b ? -1 : 1));
