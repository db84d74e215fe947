import { Button } from 'react-aria-components';
import { percent } from '#metrics/rate';
import { addressOf, apiQuery, type Choices } from '../../address.js';
import type { Drill as DrillData, Meta } from '../../api.js';
import { FilterBar } from '../../components/filter-bar.js';
import { Loading, ProblemNotice } from '../../components/feedback.js';
import { DrillTable, Pager } from '../../components/lists.js';
import { useStatus } from '../../components/status.js';
import { count } from '../../format.js';
import { useAnswer } from '../../live.js';
import type { Address } from '../../navigation.js';
import { ruleText, scopeName } from '../../plan.js';
import { printHead } from '../../print.js';
import { texts } from '../../texts.vi.js';
import { drill as t } from './texts.vi.js';

const FILTERS = ['period', 'reckon', 'under', 'field', 'procedure'] as const;
const PARTS = ['numerator', 'denominator'] as const;

/** Why is this number so? Its head repeats the figure; below stand exactly the dossiers that make it. */
export function Drill({ meta, address }: { meta: Meta; address: Address }) {
  const { choices } = address;
  const { data, problem, reload } = useAnswer<DrillData>(
    choices.figure ? `/api/drill?${apiQuery('drill', choices)}` : null,
  );
  useStatus(data?.asOf ?? null, null);

  return (
    <>
      <FilterBar meta={meta} address={address} shown={FILTERS} period={choices.period || meta.periods.default} />
      {!choices.figure && <p className="hint">{t.missing}</p>}
      {problem && <ProblemNotice problem={problem} retry={reload} />}
      {choices.figure && !data && !problem && <Loading />}
      {data && <DrillBody meta={meta} data={data} choices={choices} reload={reload} />}
    </>
  );
}

function DrillBody(props: { meta: Meta; data: DrillData; choices: Choices; reload: () => void }) {
  const { meta, choices } = props;
  const { asOf, figure, items, next } = props.data;
  const place = placeOf(figure, meta);
  return (
    <div className="view-body">
      <div className="drill-head">
        <p className="drill-value">{count(figure.value)}</p>
        <div>
          <h2>{figure.label}</h2>
          <p>
            {place} · {figure.period.label}
            {choices.field && ` · ${choices.field}`}
          </p>
          <p className="hint">{ruleText(meta, figure.period.rule)}</p>
        </div>
        <MetricParts figure={figure} choices={choices} />
        <Button className="button-link" onPress={props.reload}>
          {texts.live.reload}
        </Button>
      </div>
      {figure.units.length > 0 && (
        <ul aria-label={t.units}>
          {figure.units.map(({ key, name, value }) => (
            <li key={key}>
              <a href={addressOf('drill', { ...choices, unit: key, after: '' })}>{name}</a>: {count(value)}
            </li>
          ))}
        </ul>
      )}
      {items.length === 0 ? (
        <p className="no-data">{t.empty}</p>
      ) : (
        <DrillTable
          caption={`${figure.label}, ${place}`}
          items={items}
          printHead={printHead(meta, `${figure.label}, ${place}: ${count(figure.value)}`, figure.period, asOf.instant)}
        />
      )}
      <p className="hint">{t.shown(count(items.length))}</p>
      <Pager
        first={choices.after ? addressOf('drill', { ...choices, after: '' }) : null}
        next={next ? addressOf('drill', { ...choices, after: next }) : null}
      />
    </div>
  );
}

/** Whose dossiers they are: of a unit, of those that had its code, or of a scope. */
function placeOf({ unit, units, scope }: DrillData['figure'], meta: Meta): string {
  if (unit) return unit.name;
  if (units.length > 0) return units.map(({ name }) => name).join(', ');
  return scopeName(meta, scope);
}

/** Both parts of a rate, to go from one to the other. */
function MetricParts({ figure, choices }: { figure: DrillData['figure']; choices: Choices }) {
  const { numerator, denominator } = figure;
  const metric = /^(metric:[a-z0-9-]+):/.exec(choices.figure)?.[1];
  if (!metric || numerator === undefined || denominator === undefined) return null;
  const values = { numerator, denominator };
  return (
    <nav className="drill-parts" aria-label={t.parts}>
      <span className="drill-rate">{percent({ numerator, denominator }, figure.target) ?? texts.noData}</span>
      {PARTS.map((part) => {
        const id = `${metric}:${part}`;
        return (
          <a
            key={part}
            href={addressOf('drill', { ...choices, figure: id, after: '' })}
            aria-current={choices.figure === id ? 'page' : undefined}
          >
            {t.metricPart[part]}: {count(values[part])}
          </a>
        );
      })}
    </nav>
  );
}
