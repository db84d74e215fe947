import { useCallback, useEffect, useRef, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { addressOf, type Choices, type ViewName } from './address.js';
import type { Meta } from './api.js';
import { Loading, ProblemNotice } from './components/feedback.js';
import { NO_STATUS, StatusLine, StatusProvider, TitleProvider, type Status } from './components/status.js';
import { useAnswer } from './live.js';
import { useAddress, type Address } from './navigation.js';
import { texts } from './texts.vi.js';
import { VIEWS } from './views/index.js';
import { unit as unitTexts } from './views/unit/texts.vi.js';

const NAMES = Object.keys(VIEWS) as ViewName[];
const NAVIGATION = NAMES.filter((view) => VIEWS[view].inNavigation);

export function App() {
  const address = useAddress();
  const meta = useAnswer<Meta>('/api/meta');
  const [status, setStatus] = useState<Status>(NO_STATUS);
  const report = useCallback((next: Status) => setStatus(next), []);
  const [title, setTitle] = useState<string | null>(null);
  const { view, choices } = address;
  const name = title ?? titleOf(view, choices, meta.data);
  const app = meta.data?.place.title ?? texts.app;
  useReadAfterRestore(status.asOf?.epoch, meta.reload);
  useEffect(() => {
    document.title = `${name} – ${app}`;
  }, [name, app]);

  return (
    <I18nProvider locale="vi-VN">
      <a className="skip" href="#main">
        {texts.skip}
      </a>
      <header className="head">
        <a className="brand" href={addressOf('overview', {})}>
          {app}
        </a>
        <nav aria-label={texts.mainNavigation}>
          <ul>
            {NAVIGATION.map((one) => (
              <li key={one}>
                <a href={addressOf(one, carried(choices))} aria-current={one === view ? 'page' : undefined}>
                  {VIEWS[one].name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <StatusLine status={status} meta={meta.data} />
      </header>
      <main id="main" tabIndex={-1} data-view={view ?? undefined}>
        <Title view={view} text={name} />
        {meta.problem && <ProblemNotice problem={meta.problem} retry={meta.reload} />}
        {!meta.data && !meta.problem && <Loading />}
        <StatusProvider value={report}>
          <TitleProvider value={setTitle}>
            {meta.data && view && <View view={view} meta={meta.data} address={address} />}
          </TitleProvider>
        </StatusProvider>
        {view === null && (
          <p>
            <a href={addressOf('overview', {})}>{texts.notFound.back}</a>
          </p>
        )}
      </main>
    </I18nProvider>
  );
}

function View({ view, meta, address }: { view: ViewName; meta: Meta; address: Address }) {
  const One = VIEWS[view].Body;
  const { choices } = address;
  const isScope = choices.scope === 'all' || meta.populations.some(({ key }) => key === choices.scope);
  return <One meta={meta} address={isScope ? address : { ...address, choices: { ...choices, scope: 'all' } }} />;
}

/** What can be chosen may be other than before when the log has begun another life. */
function useReadAfterRestore(epoch: string | undefined, reload: () => void): void {
  const known = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (epoch === undefined) return;
    if (known.current !== undefined && known.current !== epoch) reload();
    known.current = epoch;
  }, [epoch, reload]);
}

/** The choices that go along from one view to another. */
function carried({ period, reckon, under, scope, field, procedure }: Choices): Partial<Choices> {
  return { period, reckon, under, scope, field, procedure };
}

function titleOf(view: ViewName | null, choices: Choices, meta: Meta | null): string {
  if (view === null) return texts.notFound.title;
  if (view === 'dossier' && choices.code) return `${VIEWS.dossier.name} ${choices.code}`;
  if (view === 'unit' && choices.unit) {
    // codes are re-used: of a code the view itself says whose figures it shows
    const unit = meta?.units.find(({ key }) => key === choices.unit);
    return unit?.name ?? (choices.unit.includes('@') ? VIEWS.unit.name : unitTexts.ofCode(choices.unit));
  }
  return VIEWS[view].name;
}

/** The heading of the view; takes the focus when another view opens, so that keyboard and screen reader follow. */
function Title({ view, text }: { view: ViewName | null; text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const seen = useRef(view);
  useEffect(() => {
    if (seen.current === view) return;
    seen.current = view;
    heading.current?.focus({ preventScroll: true });
  }, [view]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
