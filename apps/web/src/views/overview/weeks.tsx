import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { addressOf, queryOf, type Choices } from '../../address.js';
import type { WeekPoint } from '../../api.js';
import { useAnswer } from '../../live.js';
import { FigureLink } from '../../components/figure.js';

import { overview } from './texts.vi.js';

const t = overview.chart;
const WeekChart = lazy(() => import('./week-chart.js'));
const COUNT = 26;
/** Weeks follow the figures at most this often: a chart need not twitch with every event. */
const PAUSE_MS = 5_000;

/** The chart of weeks and, behind it, its numbers as a table. `stamp` tells that figures have changed. */
export function Weeks(props: { choices: Choices; stamp: string }) {
  const { choices } = props;
  const query = queryOf(choices, ['period', 'scope', 'field', 'procedure']);
  const answer = useAnswer<WeekPoint[]>(`/api/weeks?${[query, `count=${COUNT}`].filter(Boolean).join('&')}`);
  const { reload } = answer;
  const weeks = useRef<WeekPoint[] | null>(null);
  if (answer.data) weeks.current = answer.data;
  const [seen, setSeen] = useState(props.stamp);
  useEffect(() => {
    if (seen === props.stamp) return;
    const timer = window.setTimeout(() => {
      setSeen(props.stamp);
      reload();
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
    // One timer at a time: positions that come while it runs are in the answer that it fetches.
  }, [seen === props.stamp]);

  const points = weeks.current;
  const [box, isNear] = useNear();
  return (
    <section className="weeks" aria-label={t.title}>
      <h2>{t.title}</h2>
      <div className="chart-box" ref={box}>
        {points && isNear && (
          <Suspense fallback={null}>
            <WeekChart weeks={points} />
          </Suspense>
        )}
      </div>
      <Disclosure className="disclosure">
        <Heading level={3}>
          <Button slot="trigger">
            <span aria-hidden="true" className="disclosure-sign">
              ▸
            </span>
            {t.showTable}
          </Button>
        </Heading>
        <DisclosurePanel>
          <div className="table-scroll" role="group" aria-label={t.title} tabIndex={0}>
            <table>
              <caption className="visually-hidden">{t.title}</caption>
              <thead>
                <tr>
                  <th scope="col">{t.week}</th>
                  <th scope="col">{t.received}</th>
                  <th scope="col">{t.resolved}</th>
                  <th scope="col">{t.openLate}</th>
                </tr>
              </thead>
              <tbody>
                {[...(points ?? [])].reverse().map((week) => {
                  const of: Partial<Choices> = { ...choices, period: `week:${week.week}`, reckon: 'period', unit: '' };
                  return (
                    <tr key={week.week}>
                      <th scope="row">
                        <a href={addressOf('overview', of)}>{week.label}</a>
                        {week.unfinished && <span className="muted"> ({t.unfinished})</span>}
                      </th>
                      <td className="number">
                        <FigureLink
                          value={week.received}
                          figure="column:received"
                          of={of}
                          label={`${week.label}, ${t.received}`}
                        />
                      </td>
                      <td className="number">
                        <FigureLink
                          value={week.resolved}
                          figure="metric:on-time:denominator"
                          of={of}
                          label={`${week.label}, ${t.resolved}`}
                        />
                      </td>
                      <td className="number">
                        <FigureLink
                          value={week.openLate}
                          figure="column:openLate"
                          of={of}
                          label={`${week.label}, ${t.openLate}`}
                        />
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </DisclosurePanel>
      </Disclosure>
    </section>
  );
}

/** Whether the reader is about to see an element: what draws the chart is as large as a third of the page, and comes then. */
function useNear(): [React.RefObject<HTMLDivElement | null>, boolean] {
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (isNear || !element.current) return;
    const show = () => setNear(true);
    const watcher = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && show(), {
      rootMargin: '300px',
    });
    watcher.observe(element.current);
    window.addEventListener('beforeprint', show);
    return () => {
      watcher.disconnect();
      window.removeEventListener('beforeprint', show);
    };
  }, [isNear]);
  return [element, isNear];
}
