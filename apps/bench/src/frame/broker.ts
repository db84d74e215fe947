import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '#application';

/** A Kafka broker of the run's own. */
export interface BenchBroker {
  /** Addresses for KAFKA_BROKERS. */
  brokers: string[];
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

/** Starts a broker with empty data on a free port (about ten seconds; the first time on a machine Maven fetches the jars). */
export async function startBenchBroker(heap = '512m'): Promise<BenchBroker> {
  const program = pathToFileURL(join(projectFolder(), 'infra/kafka/broker.js')).href;
  const { startBroker } = (await import(program)) as typeof import('../../../../infra/kafka/broker.js');
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'tracker-bench-kafka-'));
  const { brokers, child } = await startBroker({ folder, port: 0, heap, log: 'file' });
  return {
    brokers,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
