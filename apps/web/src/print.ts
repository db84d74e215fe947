import type { Meta, PeriodView } from './api.js';
import { day, localDay, time } from './format.js';
import { ruleText } from './plan.js';
import { texts } from './texts.vi.js';

/** The line that heads every sheet of paper: what, of which period by which rule, as it stood when. */
export const printHead = (meta: Meta, view: string, period: PeriodView | string | null, instant: string): string => {
  const named =
    period === null || typeof period === 'string' ? period : `${period.label} (${ruleText(meta, period.rule)})`;
  return [meta.place.title, view, named, texts.live.upTo(time(instant, true), day(localDay(instant)))]
    .filter(Boolean)
    .join(' – ');
};
