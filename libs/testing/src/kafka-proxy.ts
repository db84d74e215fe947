import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { FrameReader, readProduce, readRequest, redirectMetadata, type SentBatch } from './kafka-frames.js';

/** The numbers of Kafka's protocol for what specs ask about. */
export const KAFKA_API = { produce: 0, listOffsets: 2, metadata: 3, initProducerId: 22 } as const;

/**
 * What becomes of a request: it passes; it is lost on its way, so that the broker never hears of it; it is done and its answer is lost; it is
 * done and instead of its answer the connection ends.
 */
export type Fate = 'pass' | 'lose-request' | 'lose-answer' | 'cut';

export interface SeenRequest {
  /** see KAFKA_API */
  api: number;
  /** the client's id, as it calls itself */
  client: string | null;
  /** of which connection, counted from 1 */
  connection: number;
  fate: Fate;
}

/** A request to append, with what it says of itself. */
export interface SeenProduce extends SeenRequest {
  /** -1: all replicas that are in sync */
  acks: number;
  transactionalId: string | null;
  batches: SentBatch[];
  /** How many others waited for their answer when it came, over all connections that were open. */
  unanswered: number;
}

export interface KafkaProxy {
  /** Addresses for clients: whatever they ask of the broker, they ask through the proxy. */
  brokers: string[];
  /** Everything that clients asked, in order. */
  requests: SeenRequest[];
  /** Those of `requests` that append. */
  produces: SeenProduce[];
  /** From now on this decides what becomes of each request; until then all pass. */
  judge(fateOf: (request: SeenRequest) => Fate): void;
  /** How many connections are open. */
  connections(): number;
  stop(): Promise<void>;
}

/**
 * A network between Kafka clients and their one broker on 127.0.0.1: it shows what clients really send, and loses what a spec tells it to. The
 * broker's own answer would lead clients past it, so the port in that answer is replaced by the proxy's.
 */
export async function startKafkaProxy([broker]: string[]): Promise<KafkaProxy> {
  const target = Number(new URL(`kafka://${broker}`).port);
  const requests: SeenRequest[] = [];
  const produces: SeenProduce[] = [];
  const open = new Set<Connection>();
  let fateOf: (request: SeenRequest) => Fate = () => 'pass';
  let count = 0;

  const look = (frame: Buffer, connection: number): SeenRequest => {
    const { api, version, client, body } = readRequest(frame);
    let seen: SeenRequest = { api, client, connection, fate: 'pass' };
    if (api === KAFKA_API.produce) {
      const waiting = [...open].flatMap((each) => each.waiting()).filter((each) => each.api === KAFKA_API.produce);
      const produce = { ...seen, ...readProduce(version, body), unanswered: waiting.length };
      produces.push(produce);
      seen = produce;
    }
    requests.push(seen);
    seen.fate = fateOf(seen);
    return seen;
  };

  const server = createServer((client) => {
    const number = (count += 1);
    const connection = new Connection(client, connect(target, '127.0.0.1'), port(), (frame) => look(frame, number));
    open.add(connection);
    client.once('close', () => open.delete(connection));
  });
  const port = (): number => (server.address() as AddressInfo).port;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    brokers: [`127.0.0.1:${port()}`],
    requests,
    produces,
    judge: (next) => (fateOf = next),
    connections: () => open.size,
    stop: () => {
      for (const connection of open) connection.cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** One client's connection and the one to the broker behind it. */
class Connection {
  /** by correlation id: what was asked and not answered */
  private readonly asked = new Map<number, { request: SeenRequest; version: number }>();

  constructor(
    private readonly client: Socket,
    private readonly upstream: Socket,
    private readonly port: number,
    look: (frame: Buffer) => SeenRequest,
  ) {
    const fromClient = new FrameReader((frame) => {
      const request = look(frame);
      const { correlation, version } = readRequest(frame);
      this.asked.set(correlation, { request, version });
      if (request.fate !== 'lose-request') upstream.write(frame);
    });
    const fromBroker = new FrameReader((frame) => this.answer(frame));
    client.on('data', (chunk) => fromClient.push(chunk));
    upstream.on('data', (chunk) => fromBroker.push(chunk));
    for (const socket of [client, upstream]) {
      socket.on('error', () => undefined);
      socket.once('close', () => this.cut());
    }
  }

  waiting(): SeenRequest[] {
    return [...this.asked.values()].map(({ request }) => request);
  }

  cut(): void {
    this.client.destroy();
    this.upstream.destroy();
  }

  private answer(frame: Buffer): void {
    const correlation = frame.readInt32BE(4);
    const { request, version } = this.asked.get(correlation)!;
    if (request.fate === 'lose-answer') return;
    if (request.fate === 'cut') return this.cut();
    this.asked.delete(correlation);
    if (request.api === KAFKA_API.metadata) redirectMetadata(frame, version, this.port);
    this.client.write(frame);
  }
}
