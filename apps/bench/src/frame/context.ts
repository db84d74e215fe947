import { startBenchBroker, type BenchBroker } from './broker.js';
import { startServer } from './server.js';
import type { BenchContext, Scale } from './work.js';

/** Opens a run: its own server; what the works open is closed by `close`, the last first. */
export async function openContext(scale: Scale): Promise<{ context: BenchContext; close: () => Promise<void> }> {
  const server = await startServer();
  const closers: (() => Promise<unknown> | void)[] = [() => server.close()];
  let broker: Promise<BenchBroker> | undefined;
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  };
  const context: BenchContext = {
    scale,
    by: (values) => (scale === 'big' ? (values.big ?? values.normal) : values[scale]),
    postgres: server.version,
    newDatabase: (migrations) => server.newDatabase(migrations),
    checkpoint: () => server.checkpoint(),
    broker: () =>
      (broker ??= startBenchBroker().then((started) => {
        closers.push(() => started.close());
        return started;
      })),
    onClose: (close) => void closers.push(close),
    say: (text) => void process.stderr.write(`  ${text}\n`),
  };
  return { context, close: () => (closing ??= closeAll()) };
}
