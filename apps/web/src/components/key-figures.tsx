import { percent } from '#metrics/rate';
import type { Choices } from '../address.js';
import type { KeyFigures as Key, KeyMetric, Meta } from '../api.js';
import { percentValue } from '../format.js';
import { texts } from '../texts.vi.js';
import { FigureLink, useChanged } from './figure.js';
import { Spark } from './spark.js';

const t = texts.keyFigures;

const SIGNS: Record<string, string> = { '>=': '≥', '<=': '≤' };

/** The key figures of one population (or one unit) beside its own targets; all other metrics stand in the table. */
export function KeyFigures(props: { meta: Meta; figures: Key; title: string; of: Partial<Choices> }) {
  const cards = props.meta.metrics.filter(({ shown }) => shown.includes('card'));
  const metrics = cards
    .map(({ id }) => props.figures.metrics.find((metric) => metric.id === id))
    .filter((metric) => metric !== undefined);
  return (
    <section className="key-figures" aria-label={t.of(props.title)}>
      <h2>{props.title}</h2>
      <ul>
        {metrics.map((metric) => (
          <Card key={metric.id} metric={metric} meta={props.meta} of={props.of} />
        ))}
      </ul>
    </section>
  );
}

function Card({ metric, meta, of }: { metric: KeyMetric; meta: Meta; of: Partial<Choices> }) {
  const definition = meta.metrics.find(({ id }) => id === metric.id);
  const label = definition?.label ?? metric.id;
  const rate = percent(metric, metric.target);
  const changed = useChanged(rate ?? '');
  return (
    <li className="card" data-verdict={metric.verdict} title={definition?.definition}>
      <h3>{texts.metrics[metric.id] ?? label}</h3>
      {rate === null ? (
        <p className="no-data card-empty">{texts.noData}</p>
      ) : (
        <>
          <p className="card-rate" data-changed={changed || undefined}>
            {rate}
          </p>
          <p className="card-fraction">
            <FigureLink
              value={metric.numerator}
              figure={`metric:${metric.id}:numerator`}
              of={of}
              label={t.numerator(label)}
            />
            /
            <FigureLink
              value={metric.denominator}
              figure={`metric:${metric.id}:denominator`}
              of={of}
              label={t.denominator(label)}
            />
          </p>
        </>
      )}
      <p className="card-target">
        <TargetText metric={metric} />
      </p>
      <Spark label={label} points={metric.spark} aim={metric.target} />
    </li>
  );
}

function TargetText({ metric }: { metric: KeyMetric }) {
  const { target, verdict } = metric;
  if (!target) return <>{t.noTarget}</>;
  const readings = target.readings.map(({ text, section }) => `${text} (${section})`).join('; ');
  return (
    <>
      <span title={readings ? `${t.readings} ${readings}` : undefined}>
        {SIGNS[target.op] ?? target.op}
        {'\u00a0'}
        {percentValue(target.value)} <span className="section">{target.section}</span>
        {readings && <sup aria-label={`${t.readings} ${readings}`}>*</sup>}
      </span>{' '}
      {verdict !== 'none' && (
        <strong className="verdict">
          <span aria-hidden="true">{verdict === 'met' ? '✓' : '▼'} </span>
          {t.verdicts[verdict]}
        </strong>
      )}
    </>
  );
}
