import { parseDate, type CalendarDate } from '@internationalized/date';
import { useState } from 'react';
import {
  Button,
  DateField,
  DateInput,
  DateSegment,
  Dialog,
  DialogTrigger,
  Heading,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import {
  parsePeriod,
  partsIn,
  PERIOD_KINDS,
  periodKey,
  periodLabel,
  periodOf,
  stepPeriod,
  weekDays,
  type PeriodKey,
  type PeriodKind,
} from '../period.js';
import { day as formatDay } from '../format.js';
import { texts } from '../texts.vi.js';

const t = texts.period;

/** The period of the figures: a button with its name, a dialog to choose another, and steps to its neighbours. */
export function PeriodChooser(props: { value: string; today: string; onChange: (key: string) => void }) {
  const period = parsePeriod(props.value) ?? periodOf('month', props.today);
  const step = (by: 1 | -1) => props.onChange(periodKey(stepPeriod(period, by)));
  return (
    <div className="period" role="group" aria-label={texts.filters.period}>
      <span className="field-label" aria-hidden="true">
        {texts.filters.period}
      </span>
      <div className="period-field">
        <Button className="step" aria-label={texts.filters.previous} onPress={() => step(-1)}>
          <span aria-hidden="true">‹</span>
        </Button>
        <DialogTrigger>
          <Button className="period-button" aria-label={`${texts.filters.period}: ${periodLabel(period)}`}>
            {periodLabel(period)} <span aria-hidden="true">▾</span>
          </Button>
          <Popover className="popover" placement="bottom start">
            <Dialog className="period-dialog">
              {({ close }) => (
                <PeriodDialog
                  period={period}
                  today={props.today}
                  onChoose={(chosen) => {
                    props.onChange(periodKey(chosen));
                    close();
                  }}
                />
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
        <Button className="step" aria-label={texts.filters.next} onPress={() => step(1)}>
          <span aria-hidden="true">›</span>
        </Button>
      </div>
    </div>
  );
}

function PeriodDialog(props: { period: PeriodKey; today: string; onChoose: (period: PeriodKey) => void }) {
  const { period, today, onChoose } = props;
  const [kind, setKind] = useState<PeriodKind>(period.kind);
  const [year, setYear] = useState(period.kind === 'range' ? Number(period.from.slice(0, 4)) : period.year);
  return (
    <>
      <Heading slot="title" className="visually-hidden">
        {t.dialog}
      </Heading>
      <ToggleButtonGroup
        aria-label={t.kind}
        className="period-kinds"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[kind]}
        onSelectionChange={(keys) => {
          const [key] = keys;
          if (key !== undefined) setKind(key as PeriodKind);
        }}
      >
        {PERIOD_KINDS.map((id) => (
          <ToggleButton key={id} id={id}>
            {t.kinds[id]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {kind === 'range' ? (
        <RangeForm period={period} today={today} onChoose={onChoose} />
      ) : (
        <Parts kind={kind} year={year} period={period} onYear={setYear} onChoose={onChoose} />
      )}
      <Button className="plain" onPress={() => onChoose(periodOf(kind, today))}>
        {t.today}
      </Button>
    </>
  );
}

function Parts(props: {
  kind: Exclude<PeriodKind, 'range'>;
  year: number;
  period: PeriodKey;
  onYear: (year: number) => void;
  onChoose: (period: PeriodKey) => void;
}) {
  const { kind, year, period } = props;
  const whole = kind === 'year' || kind === 'reporting-year';
  const items: { id: string; name: string; period: PeriodKey }[] = whole
    ? [-4, -3, -2, -1, 0, 1].map((offset) => {
        const one: PeriodKey = { kind, year: year + offset, part: 1 };
        return { id: periodKey(one), name: periodLabel(one), period: one };
      })
    : Array.from({ length: partsIn(kind, year) }, (_, index) => {
        const one: PeriodKey = { kind, year, part: index + 1 };
        return { id: periodKey(one), name: shortLabel(one), period: one };
      });
  return (
    <>
      {!whole && (
        <div className="period-year">
          <Button className="step" aria-label={t.previousYear} onPress={() => props.onYear(year - 1)}>
            <span aria-hidden="true">‹</span>
          </Button>
          <output aria-label={t.yearOf}>{year}</output>
          <Button className="step" aria-label={t.nextYear} onPress={() => props.onYear(year + 1)}>
            <span aria-hidden="true">›</span>
          </Button>
        </div>
      )}
      <ListBox
        aria-label={t.kinds[kind]}
        className={`list-box period-parts period-parts-${kind}`}
        layout={whole || kind === 'week' || kind === 'half' ? 'stack' : 'grid'}
        items={items}
        selectionMode="single"
        selectedKeys={[periodKey(period)]}
        // no onAction: with one, Enter would no longer select; taking the choice back means choosing it again
        onSelectionChange={(keys) => {
          const chosen = keys === 'all' ? undefined : items.find(({ id }) => keys.has(id));
          props.onChoose(chosen?.period ?? period);
        }}
      >
        {(item) => <ListBoxItem id={item.id}>{item.name}</ListBoxItem>}
      </ListBox>
      {kind === 'reporting-year' && <p className="hint">{t.reportingHint}</p>}
    </>
  );
}

function shortLabel(period: PeriodKey): string {
  switch (period.kind) {
    case 'half':
    case 'quarter':
    case 'month':
      return t.short[period.kind](period.part);
    case 'week': {
      const { from, to } = weekDays(period.year, period.part);
      return t.short.week(period.part, formatDay(from).slice(0, 5), formatDay(to).slice(0, 5));
    }
    default:
      return periodLabel(period);
  }
}

function RangeForm(props: { period: PeriodKey; today: string; onChoose: (period: PeriodKey) => void }) {
  const start = props.period.kind === 'range' ? props.period : periodOf('range', props.today);
  const [from, setFrom] = useState<CalendarDate | null>(() => (start.kind === 'range' ? parseDate(start.from) : null));
  const [to, setTo] = useState<CalendarDate | null>(() => (start.kind === 'range' ? parseDate(start.to) : null));
  const wrong = from !== null && to !== null && from.compare(to) > 0;
  return (
    <form
      className="range-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (from && to && !wrong) props.onChoose({ kind: 'range', from: from.toString(), to: to.toString() });
      }}
    >
      <DayField label={t.from} value={from} onChange={setFrom} />
      <DayField label={t.to} value={to} onChange={setTo} />
      <Button type="submit" className="primary" isDisabled={!from || !to || wrong}>
        {t.apply}
      </Button>
      <p role="status" className="hint">
        {wrong ? t.wrongRange : ''}
      </p>
    </form>
  );
}

function DayField(props: {
  label: string;
  value: CalendarDate | null;
  onChange: (value: CalendarDate | null) => void;
}) {
  return (
    <DateField className="day-field" value={props.value} onChange={props.onChange} shouldForceLeadingZeros>
      <Label>{props.label}</Label>
      <DateInput>{(segment) => <DateSegment segment={segment} />}</DateInput>
    </DateField>
  );
}
