import { texts } from '../texts.vi.js';

/** Said by a word and a sign, not by colour alone. */
export const Below = ({ text }: { text: string }) => (
  <span className="below">
    <span aria-hidden="true">{texts.table.belowSign} </span>
    {text}
  </span>
);

/** Labels and what belongs to them; lines without a value are left out. */
export function Facts({ lines }: { lines: readonly (readonly [label: string, value: React.ReactNode])[] }) {
  return (
    <dl className="facts">
      {lines.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
