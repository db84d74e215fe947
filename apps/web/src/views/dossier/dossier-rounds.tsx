import type { DossierView, Round } from '../../api.js';
import { Below, Facts } from '../../components/facts.js';
import { dateTime } from '../../format.js';
import { dossier as t } from './texts.vi.js';

/** The standing due instant with its reckoning, and the appointment that was given when it had passed. */
export function DueText({ due, rounds }: Pick<DossierView, 'due' | 'rounds'>) {
  const appointment = rounds.at(-1)?.appointment;
  return (
    <section aria-label={t.due}>
      <h2>{t.due}</h2>
      {due ? (
        <>
          <p>
            <strong>{dateTime(due.at)}</strong> <span className="muted">({t[due.basis]})</span>
          </p>
          {due.explanation && <p className="explanation">{due.explanation}</p>}
          {due.first && (
            <p>
              {t.firstDue}: {dateTime(due.first.at)}
            </p>
          )}
          {appointment && (
            <p>
              {t.appointment}: <strong>{dateTime(appointment.at)}</strong>{' '}
              <span className="muted">{t.appointmentHint}</span>
            </p>
          )}
        </>
      ) : (
        <p className="hint">{t.noDue}</p>
      )}
    </section>
  );
}

/** Each round with its promise and what became of it; the last one's promise is explained above. */
export function Rounds({ rounds }: { rounds: readonly Round[] }) {
  if (rounds.length === 0) return null;
  return (
    <section aria-label={t.rounds}>
      <h2>{t.rounds}</h2>
      <ol className="rounds">
        {rounds.map((round, index) => (
          <li key={round.from}>
            <h3>
              {t.round(index + 1)} <span className="muted">{`${t.began} ${dateTime(round.from)}`}</span>
            </h3>
            <Round round={round} explained={index < rounds.length - 1} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Round({ round, explained }: { round: Round; explained: boolean }) {
  const { due, appointment, ending, late, overdueAt, apology, index } = round;
  const against = ending ? (late ? t.late : t.inTime) : overdueAt ? t.lateSince(dateTime(overdueAt)) : t.stillInTime;
  return (
    <Facts
      lines={[
        [
          t.due,
          due && (
            <>
              {dateTime(due.at)}
              {explained && <span className="muted"> ({due.explanation})</span>}
            </>
          ),
        ],
        [
          t.appointment,
          appointment && (
            <>
              {dateTime(appointment.at)} <span className="muted">{t.appointmentHint}</span>
            </>
          ),
        ],
        [t.end, ending ? `${t.endings[ending.kind] ?? ending.kind} ${dateTime(ending.at)}` : t.running],
        [t.against, due && (late ? <Below text={against} /> : against)],
        [
          t.apology,
          apology
            ? t.apologised(dateTime(apology.at), dateTime(apology.newDate))
            : overdueAt && <Below text={t.noApology} />,
        ],
        [t.index, index?.sentence],
      ]}
    />
  );
}
