/** What one request appends to one partition. */
export interface SentBatch {
  topic: string;
  partition: number;
  /** -1: of a producer that is not idempotent */
  producerId: bigint;
  producerEpoch: number;
  /** The number of its first record among those that this producer sends to this partition; the others follow. */
  firstSequence: number;
  records: number;
}

/** Cuts a stream of bytes into Kafka's messages, each with its four bytes of length before it. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly onFrame: (frame: Buffer) => void) {}

  push(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (this.rest.length >= 4) {
      const end = 4 + this.rest.readInt32BE(0);
      if (this.rest.length < end) return;
      const frame = this.rest.subarray(0, end);
      this.rest = this.rest.subarray(end);
      this.onFrame(frame);
    }
  }
}

/** Reads Kafka's fields one after another (big endian; the versions before compact fields came). */
class Fields {
  constructor(
    private readonly bytes: Buffer,
    public at = 0,
  ) {}
  int16(): number {
    return this.bytes.readInt16BE(this.skip(2));
  }
  int32(): number {
    return this.bytes.readInt32BE(this.skip(4));
  }
  text(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.bytes.toString('utf8', this.skip(length), this.at);
  }
  /** @returns where it began */
  skip(length: number): number {
    return (this.at += length) - length;
  }
  list<T>(one: () => T): T[] {
    return Array.from({ length: this.int32() }, one);
  }
  batch(): { producerId: bigint; producerEpoch: number; firstSequence: number; records: number } {
    const length = this.int32();
    const from = this.skip(length);
    if (this.bytes[from + 16] !== 2) throw new Error('a record batch of another format than 2');
    if (length !== 12 + this.bytes.readInt32BE(from + 8)) throw new Error('more than one record batch for a partition');
    return {
      producerId: this.bytes.readBigInt64BE(from + 43),
      producerEpoch: this.bytes.readInt16BE(from + 51),
      firstSequence: this.bytes.readInt32BE(from + 53),
      records: this.bytes.readInt32BE(from + 57),
    };
  }
}

/** The head of a request (versions 1 and 2 of it); `body` begins after the client's id. */
export function readRequest(frame: Buffer): {
  api: number;
  version: number;
  correlation: number;
  client: string | null;
  body: Buffer;
} {
  const fields = new Fields(frame, 4);
  const [api, version, correlation, client] = [fields.int16(), fields.int16(), fields.int32(), fields.text()];
  return { api, version, correlation, client, body: frame.subarray(fields.at) };
}

/** @throws for versions with compact fields, which kafkajs does not speak */
export function readProduce(
  version: number,
  body: Buffer,
): { transactionalId: string | null; acks: number; batches: SentBatch[] } {
  if (version < 3 || version > 8) throw new Error(`Produce of version ${version} is not known here`);
  const fields = new Fields(body);
  const [transactionalId, acks] = [fields.text(), fields.int16()];
  fields.int32(); // how long the broker may take
  const batches = fields.list(() => {
    const topic = fields.text()!;
    return fields.list(() => ({ topic, partition: fields.int32(), ...fields.batch() }));
  });
  return { transactionalId, acks, batches: batches.flat() };
}

/** Puts another port into an answer that says where brokers are. @throws for versions with compact fields */
export function redirectMetadata(frame: Buffer, version: number, port: number): void {
  if (version < 1 || version > 8) throw new Error(`Metadata of version ${version} are not known here`);
  const fields = new Fields(frame, 8);
  if (version >= 3) fields.int32(); // throttle time
  fields.list(() => {
    fields.int32();
    fields.text();
    frame.writeInt32BE(port, fields.skip(4));
    fields.text();
  });
}
