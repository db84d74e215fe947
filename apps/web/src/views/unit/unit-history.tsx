import type { UnitFact } from '../../api.js';
import { dateTime, day } from '../../format.js';
import { unit as t } from './texts.vi.js';

/** What was said of a unit day by day: its names, its particulars, its end; what was taken back is struck out. */
export function UnitHistory({ facts }: { facts: readonly UnitFact[] }) {
  return (
    <section aria-label={t.history}>
      <h2>{t.history}</h2>
      <ol className="timeline">
        {facts.map(({ version, day: from, label, detail, recordedAt, source, stands }) => (
          <li key={version} data-retracted={!stands || undefined}>
            <p className="timeline-head">
              {from && <time dateTime={from}>{day(from)}</time>} <strong>{stands ? label : <del>{label}</del>}</strong>
              {!stands && <span className="muted"> ({t.takenBack})</span>}
            </p>
            {detail.length > 0 && (
              <p className="timeline-detail">
                {detail.map(({ label: what, value }) => `${what}: ${value}`).join(' · ')}
              </p>
            )}
            <p className="muted">
              {t.recorded} <time dateTime={recordedAt}>{dateTime(recordedAt)}</time>, {t.saidBy} {source}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
