// npm run kafka: a Kafka broker in the foreground, until Ctrl-C. KAFKA_PORT (9092) and DATA_DIR (data) can be set.
import { join } from 'node:path';
import { BrokerFault, startBroker } from '../infra/kafka/broker.js';

const port = Number(process.env.KAFKA_PORT || 9092);
const folder = join(process.env.DATA_DIR || 'data', 'kafka');

try {
  const { child, brokers } = await startBroker({ folder, port });
  console.log(`Kafka listens on ${brokers[0]}, its data are in ${folder}. Ctrl-C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
  child.once('exit', (code) => process.exit(code === 143 || code === 130 ? 0 : (code ?? 0)));
} catch (error) {
  console.error(error instanceof BrokerFault ? error.message : error);
  process.exit(1);
}
