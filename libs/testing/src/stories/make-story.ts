import { Chance } from './chance.js';
import { City, inForce } from './city.js';
import { dayFrom, onDay } from './local-time.js';
import { withoutLeftOpen } from './left-open.js';
import { CLOSES, makeCity } from './make-city.js';
import { codeOf, writeLife } from './make-life.js';
import { writeMending } from './make-mending.js';
import { Pen } from './pen.js';
import type { Story, StoryItem } from './story.js';

const FIRST = dayFrom('2024-11-04');
const LAST = dayFrom('2026-02-27');
const END = onDay(dayFrom('2026-03-31'), 0);

/** Whether an instant is one; what is none is sent when its neighbours are. */
const sentAt = (item: StoryItem, before: number): number => {
  const at = Date.parse(item.at);
  return Number.isNaN(at) || at > END || at < onDay(FIRST - 30, 0) || !/(Z|[+-]\d\d:\d\d)$/.test(item.at) ? before : at;
};

/** A made-up city and the lives of `size` dossiers in it, in the order in which things happen; the same for the same seed. */
export function makeStory(seed: number, size: number, options: { readonly linked?: boolean } = {}): Story {
  const chance = new Chance(seed);
  const files = makeCity(chance);
  const city = new City(files);
  const sent: { item: StoryItem; at: number; order: number }[] = [];
  let parent: string | undefined;
  for (let serial = 1; serial <= size; serial += 1) {
    // the last days of the ward that closes are lived more often than others
    const isLast = chance.percent(5);
    const day = isLast ? dayFrom(CLOSES) - chance.whole(1, 12) : chance.whole(FIRST, LAST);
    const procedure = chance.pick(city.procedures.filter(({ population }) => !isLast || population === 'ward'));
    const open = city.units.filter((one) => one.population === procedure.population && inForce(one, day));
    const unit = chance.pick(isLast ? open.filter(({ until }) => until !== undefined) : open);
    const pen = new Pen(chance, codeOf(unit, day, serial), `${seed}-${serial}`, END);
    const stageOf = options.linked !== false && chance.percent(3) ? parent : undefined;
    const applicant = { identity: `0880${String(serial).padStart(8, '0')}`, name: `Người nộp ${serial}` };
    writeLife(pen, { city, unit, procedure, day, applicant, parent: stageOf });
    writeMending(pen);
    if (stageOf === undefined) parent = pen.code;
    let last = onDay(day, 0);
    for (const item of pen.items) {
      last = Math.max(sentAt(item, last), onDay(FIRST - 30, 0));
      sent.push({ item, at: last, order: sent.length });
    }
  }
  sent.sort((a, b) => a.at - b.at || a.order - b.order);
  const items = sent.map(({ item }) => item);
  return { name: `story ${seed} of ${size}`, city: files, items: withoutLeftOpen(city, items, END) };
}
