import { percent } from '#metrics/rate';
import type { Aim, Fraction } from '../api.js';
import { texts } from '../texts.vi.js';

const WIDTH = 96;
const HEIGHT = 22;
const PAD = 2;

/** A small line of the last periods; periods without data leave a gap. Drawn from 0 to 100 % of its own span. */
export function Spark(props: { label: string; points: readonly Fraction[]; aim: Aim | null }) {
  const rates = props.points.map(({ numerator, denominator }) => (denominator ? numerator / denominator : null));
  const known = rates.filter((rate) => rate !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const x = (index: number) => PAD + (index * (WIDTH - 2 * PAD)) / Math.max(1, rates.length - 1);
  const y = (rate: number) => HEIGHT - PAD - ((rate - low) / span) * (HEIGHT - 2 * PAD);
  let path = '';
  rates.forEach((rate, index) => {
    if (rate === null) return;
    const start = index === 0 || rates[index - 1] === null;
    path += `${start ? 'M' : 'L'}${x(index).toFixed(1)} ${y(rate).toFixed(1)}`;
  });
  const last = rates.at(-1);
  const spoken = props.points
    // the last one is the figure itself; earlier periods may have had other targets
    .map((point, i) => percent(point, i === props.points.length - 1 ? props.aim : null) ?? texts.noData)
    .join('; ');
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${texts.keyFigures.spark(props.label, rates.length)}: ${spoken}`}
      preserveAspectRatio="none"
    >
      <path d={path} />
      {last !== null && last !== undefined && <circle cx={x(rates.length - 1)} cy={y(last)} r="2" />}
    </svg>
  );
}
