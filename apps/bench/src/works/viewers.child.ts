import { RawViewer } from './raw-viewer.js';

/** A process that plays many browsers, told what to do by its parent; instants are milliseconds since 1970, as exact as the clock. */
export type Order = { open: string; viewers: number } | { position: string };
export type Report = { opened: number } | { position: string; at: number[] };

const now = (at: number): number => performance.timeOrigin + at;
const viewers: RawViewer[] = [];
/** what each was shown since the last order, oldest first */
const shown = new Map<RawViewer, { position: bigint; at: number }[]>();
/** told when something came */
let onFrame: () => void = () => undefined;

process.on('message', (order: Order) => {
  void ('open' in order ? open(order.open, order.viewers) : reached(BigInt(order.position)));
});
process.on('disconnect', () => process.exit());

const report = (message: Report): void => void process.send!(message);

async function open(url: string, n: number): Promise<void> {
  for (let i = 0; i < n; i += 1) {
    const viewer = new RawViewer(url, {
      onFrame: ({ position, at }) => {
        shown.get(viewer)!.push({ position, at });
        onFrame();
      },
    });
    shown.set(viewer, []);
    viewers.push(viewer);
    // a browser's first figures before the next hundred come: the storm is another test
    if (i % 100 === 99) await all(() => viewers.every(({ frames }) => frames > 0));
  }
  await all(() => viewers.every(({ frames }) => frames > 0));
  report({ opened: viewers.length });
}

/** Waits until each has been shown the position or a later one, and tells when. */
async function reached(position: bigint): Promise<void> {
  const hasIt = (viewer: RawViewer): boolean => viewer.position >= position;
  let missing = viewers.filter((viewer) => !hasIt(viewer));
  await all(() => (missing = missing.filter((viewer) => !hasIt(viewer))).length === 0);
  const at = viewers.map((viewer) => now(shown.get(viewer)!.find((frame) => frame.position >= position)!.at));
  for (const viewer of viewers) {
    const frames = shown.get(viewer)!;
    frames.splice(0, frames.length - 1);
  }
  report({ position: String(position), at });
}

/** Waits until it holds; asked when frames have come, at most once a turn. */
function all(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (): void => {
      asked = false;
      if (!holds()) return;
      onFrame = () => undefined;
      resolve();
    };
    onFrame = () => {
      if (!asked) setTimeout(ask, 5);
      asked = true;
    };
    onFrame();
  });
}
