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
  kindOf,
  monthOf,
  parsePeriod,
  PARTED_KINDS,
  partOf,
  partsIn,
  rangeOf,
  shortName,
  stepPeriod,
  periodOf,
  type PartedKind,
  type Period,
  type PeriodKind,
} from '#metrics/periods';
import type { Meta } from '../api.js';
import { reportingYear, ruleText } from '../plan.js';
import { texts } from '../texts.vi.js';

const t = texts.period;
/** The calendar's, then any days, then those of the reports. */
const KINDS: PeriodKind[] = [
  ...PARTED_KINDS.filter((kind) => !kind.startsWith('reporting-')),
  'range',
  ...PARTED_KINDS.filter((kind) => kind.startsWith('reporting-')),
];

/** The period of the figures: a button with its name, a dialog to choose another, and steps to its neighbours. */
export function PeriodChooser(props: { value: string; meta: Meta; onChange: (key: string) => void }) {
  const { today } = props.meta;
  const { reportingFrom } = props.meta.periods;
  const period = parsePeriod(props.value, reportingFrom) ?? monthOf(today);
  const step = (by: 1 | -1) => {
    const { key } = stepPeriod(period, by, reportingFrom);
    return { isDisabled: parsePeriod(key, reportingFrom) === null, onPress: () => props.onChange(key) };
  };
  return (
    <div className="period" role="group" aria-label={texts.filters.period}>
      <span className="field-label" aria-hidden="true">
        {texts.filters.period}
      </span>
      <div className="period-field">
        <Button className="step" aria-label={texts.filters.previous} {...step(-1)}>
          <span aria-hidden="true">‹</span>
        </Button>
        <DialogTrigger>
          <Button className="period-button" aria-label={`${texts.filters.period}: ${period.label}`}>
            {period.label} <span aria-hidden="true">▾</span>
          </Button>
          <Popover className="popover" placement="bottom start">
            <Dialog className="period-dialog">
              {({ close }) => (
                <PeriodDialog
                  period={period}
                  today={today}
                  reportingFrom={reportingFrom}
                  onChoose={(chosen) => {
                    props.onChange(chosen.key);
                    close();
                  }}
                />
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
        <Button className="step" aria-label={texts.filters.next} {...step(1)}>
          <span aria-hidden="true">›</span>
        </Button>
      </div>
      <p className="period-rule">{ruleText(props.meta, period.rule)}</p>
      {period.from > today && (
        <p className="period-rule below" role="status">
          {t.notBegun}
        </p>
      )}
    </div>
  );
}

function PeriodDialog(props: {
  period: Period;
  today: string;
  reportingFrom: string;
  onChoose: (period: Period) => void;
}) {
  const { period, today, reportingFrom, onChoose } = props;
  const current = (kind: PeriodKind): Period =>
    kind === 'range' ? monthToDay(today) : periodOf(kind, today, reportingFrom);
  const named = kindOf(period);
  const [kind, setKind] = useState<PeriodKind>(named.kind);
  const [year, setYear] = useState(named.kind === 'range' ? Number(period.from.slice(0, 4)) : named.year);
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
        {KINDS.map((id) => (
          <ToggleButton key={id} id={id}>
            {t.kinds[id]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {kind === 'range' ? (
        <RangeForm period={period} today={today} onChoose={onChoose} />
      ) : (
        <Parts
          kind={kind}
          year={year}
          period={period}
          reportingFrom={reportingFrom}
          onYear={setYear}
          onChoose={onChoose}
        />
      )}
      <Button className="plain" onPress={() => onChoose(current(kind))}>
        {t.today}
      </Button>
    </>
  );
}

/** The days from the first of a day's month: what a choice of days begins with. */
const monthToDay = (day: string): Period => rangeOf(monthOf(day).from, day);

function Parts(props: {
  kind: PartedKind;
  year: number;
  period: Period;
  reportingFrom: string;
  onYear: (year: number) => void;
  onChoose: (period: Period) => void;
}) {
  const { kind, year, period, reportingFrom } = props;
  const whole = partsIn(kind, year) === 1;
  const items = whole
    ? [-4, -3, -2, -1, 0, 1]
        .map((offset) => partOf(kind, year + offset, 1, reportingFrom))
        .map((one) => ({ ...one, name: one.label }))
    : Array.from({ length: partsIn(kind, year) }, (_, index) => {
        const one = partOf(kind, year, index + 1, reportingFrom);
        return { ...one, name: shortName(kind, index + 1, one) };
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
        layout={kind === 'quarter' || kind === 'month' ? 'grid' : 'stack'}
        items={items.map((item) => ({ ...item, id: item.key }))}
        selectionMode="single"
        selectedKeys={[period.key]}
        // no onAction: with one, Enter would no longer select; taking the choice back means choosing it again
        onSelectionChange={(keys) => {
          const chosen = keys === 'all' ? undefined : items.find(({ key }) => keys.has(key));
          props.onChoose(chosen ?? period);
        }}
      >
        {(item) => <ListBoxItem id={item.id}>{item.name}</ListBoxItem>}
      </ListBox>
      {kind.startsWith('reporting-') && <p className="hint">{reportingYear(reportingFrom)}</p>}
    </>
  );
}

function RangeForm(props: { period: Period; today: string; onChoose: (period: Period) => void }) {
  const start = props.period.rule === 'range' ? props.period : monthToDay(props.today);
  const [from, setFrom] = useState<CalendarDate | null>(() => parseDate(start.from));
  const [to, setTo] = useState<CalendarDate | null>(() => parseDate(start.to));
  const wrong = from !== null && to !== null && from.compare(to) > 0;
  return (
    <form
      className="range-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (from && to && !wrong) props.onChoose(rangeOf(from.toString(), to.toString()));
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
