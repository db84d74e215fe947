import { useEffect, useRef, useState } from 'react';
import { percent } from '#metrics/rate';
import { addressOf, type Choices } from '../address.js';
import type { Aim, Fraction, Verdict } from '../api.js';
import { count } from '../format.js';
import { texts } from '../texts.vi.js';

/** True for a second after the value has changed under the reader's eyes; false at first sight. */
export function useChanged(value: string): boolean {
  const seen = useRef(value);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (seen.current === value) return;
    seen.current = value;
    setChanged(true);
    const timer = window.setTimeout(() => setChanged(false), 1_000);
    return () => window.clearTimeout(timer);
  }, [value]);
  return changed;
}

/** A number that leads to exactly the dossiers behind it. */
export function FigureLink(props: { value: number; figure: string; of: Partial<Choices>; label: string }) {
  const text = count(props.value);
  const changed = useChanged(text);
  return (
    <a
      className="figure"
      href={addressOf('drill', { ...props.of, figure: props.figure })}
      data-changed={changed || undefined}
      data-zero={props.value === 0 || undefined}
      aria-label={`${props.label}: ${text}`}
    >
      {text}
    </a>
  );
}

/** A rate with its fraction; both integers lead to their dossiers. */
export function RateCell(props: {
  id: string;
  label: string;
  value: (Fraction & { verdict?: Verdict }) | undefined;
  /** what it is held against */
  aim: Aim | undefined;
  of: Partial<Choices>;
}) {
  const { id, label, value, aim, of } = props;
  const rate = value ? percent(value, aim) : null;
  const changed = useChanged(rate ?? '');
  if (!value || rate === null) return <span className="no-data">{texts.noData}</span>;
  const missed = value.verdict === 'missed';
  return (
    <>
      <span className="rate-line" data-missed={missed || undefined}>
        {missed && (
          <span className="below">
            <span aria-hidden="true">{texts.table.belowSign} </span>
            {texts.table.below}
          </span>
        )}{' '}
        <a
          className="figure"
          href={addressOf('drill', { ...of, figure: `metric:${id}:numerator` })}
          data-changed={changed || undefined}
          aria-label={`${label}: ${rate}`}
        >
          {rate}
        </a>
      </span>
      <span className="fraction">
        <FigureLink
          value={value.numerator}
          figure={`metric:${id}:numerator`}
          of={of}
          label={texts.keyFigures.numerator(label)}
        />
        /
        <FigureLink
          value={value.denominator}
          figure={`metric:${id}:denominator`}
          of={of}
          label={texts.keyFigures.denominator(label)}
        />
      </span>
    </>
  );
}
