import { day, localDay, time } from './format.js';
import { texts } from './texts.vi.js';

/** The line that heads every sheet of paper: what, of which period, as it stood when. */
export const printHead = (view: string, period: string | null, instant: string): string =>
  [texts.app, view, period, texts.live.upTo(time(instant, true), day(localDay(instant)))].filter(Boolean).join(' – ');
