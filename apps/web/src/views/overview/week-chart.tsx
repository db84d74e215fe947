import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import { useEffect, useRef } from 'react';
import type { WeekPoint } from '../../api.js';
import { count } from '../../format.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

import { overview } from './texts.vi.js';

const t = overview.chart;
type WeekConfig = ChartConfiguration<'bar' | 'line', number[], string>;

function configuration(canvas: HTMLCanvasElement, weeks: readonly WeekPoint[]): WeekConfig {
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const font = { family: style.fontFamily, size: 12 };
  const bar = (label: string, values: number[], fill: string) => ({
    type: 'bar' as const,
    label,
    data: values,
    backgroundColor: fill,
    yAxisID: 'flow',
    categoryPercentage: 0.8,
    barPercentage: 0.95,
  });
  return {
    type: 'bar',
    data: {
      labels: weeks.map(({ label, unfinished }) => (unfinished ? `${label}, ${t.unfinished}` : label)),
      datasets: [
        bar(
          t.received,
          weeks.map(({ received }) => received),
          colour('chart-received'),
        ),
        bar(
          t.resolved,
          weeks.map(({ resolved }) => resolved),
          colour('chart-resolved'),
        ),
        {
          type: 'line',
          label: t.openLate,
          data: weeks.map(({ openLate }) => openLate),
          borderColor: colour('bad'),
          backgroundColor: colour('bad'),
          borderWidth: 2,
          pointRadius: 2,
          yAxisID: 'late',
        },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      locale: 'vi',
      font,
      interaction: { mode: 'index', intersect: false },
      plugins: {
        legend: {
          position: 'top',
          align: 'start',
          labels: { color: colour('text'), font, boxWidth: 12, boxHeight: 12 },
        },
        tooltip: { callbacks: { label: (item) => ` ${item.dataset.label}: ${count(item.parsed.y ?? 0)}` } },
      },
      scales: {
        x: {
          grid: { display: false },
          ticks: {
            color: colour('muted'),
            font,
            autoSkip: true,
            maxRotation: 0,
            // of one that goes on it is said that it does
            callback: (_, index) => {
              const { label = '', unfinished = false } = weeks[index] ?? {};
              return `${label.replace(/ \(.*/, '')}${unfinished ? ' …' : ''}`;
            },
          },
        },
        // Two panes: flows above, the stock of late ones below (page.md); the first named lies lowest.
        late: {
          stack: 'panes',
          stackWeight: 1.4,
          offset: true,
          beginAtZero: true,
          grid: { color: colour('line') },
          ticks: { color: colour('muted'), font, maxTicksLimit: 3, precision: 0 },
        },
        flow: {
          stack: 'panes',
          stackWeight: 3,
          offset: true,
          beginAtZero: true,
          grid: { color: colour('line') },
          ticks: { color: colour('muted'), font, maxTicksLimit: 6, precision: 0 },
        },
      },
    },
  };
}

/** The drawing alone, as a chunk of its own; the numbers stand in the table beside it. */
export default function WeekChart({ weeks }: { weeks: readonly WeekPoint[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'bar' | 'line', number[], string>>(null);

  useEffect(() => {
    const node = canvas.current;
    if (!node) return;
    const draw = () => {
      const { data, options } = configuration(node, weeks);
      if (chart.current) {
        chart.current.data = data;
        chart.current.options = options!;
        chart.current.update();
      } else {
        chart.current = new Chart(node, configuration(node, weeks));
      }
    };
    draw();
    // Colours come from the style sheet: they change with the scheme, and on paper they are the light ones.
    const queries = ['(prefers-color-scheme: dark)', 'print'].map((query) => window.matchMedia(query));
    for (const query of queries) query.addEventListener('change', draw);
    const onPrint = () => {
      chart.current?.resize();
    };
    window.addEventListener('beforeprint', onPrint);
    window.addEventListener('afterprint', onPrint);
    return () => {
      for (const query of queries) query.removeEventListener('change', draw);
      window.removeEventListener('beforeprint', onPrint);
      window.removeEventListener('afterprint', onPrint);
    };
  }, [weeks]);

  useEffect(
    () => () => {
      chart.current?.destroy();
      chart.current = null;
    },
    [],
  );
  return <canvas ref={canvas} role="img" aria-label={`${t.title}. ${t.hint}`} />;
}
