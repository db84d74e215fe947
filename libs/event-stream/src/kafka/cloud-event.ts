import type { Message } from 'kafkajs';
import { parseInstant } from '#domain';
import { canonicalJson, slotOf, type Door, type StoredEvent } from '#event-store';
import type { Delivery, PoisonDelivery, PoisonReason, TopicMessage } from '../stream.js';

/**
 * CloudEvents 1.0, binary content mode of the Kafka binding: attributes as headers, the event's data as the value, key = dossier code,
 * partition = slot. `ce_source` names the life of the log (epoch), in which `ce_id` (the position) is unique.
 */
const SOURCE = '/dossier-log/';
const DOORS = new Set<string>(['http', 'feed', 'file', 'kafka', 'clock', 'demo'] satisfies Door[]);

/** An event as a message of the topic. The value is canonical (RFC 8785): who checks its hash need not write it again. */
export function encode(event: StoredEvent, epoch: string): Message & { value: string; partition: number } {
  return {
    key: event.stream,
    partition: event.slot,
    value: canonicalJson(event.data),
    headers: {
      ce_specversion: '1.0',
      ce_id: String(event.position),
      ce_source: SOURCE + epoch,
      ce_type: event.type,
      ce_time: event.occurredAt,
      ce_subject: event.stream,
      'content-type': 'application/json',
      ce_version: String(event.version),
      ce_schema: String(event.schema),
      ce_recordedat: event.recordedAt,
      ce_hash: event.hash,
      ce_slot: String(event.slot),
      ce_commandid: event.meta.commandId,
      ce_caller: event.meta.caller,
      ce_door: event.meta.door,
    },
  };
}

class Poison extends Error {
  constructor(
    readonly reason: PoisonReason,
    detail: string,
  ) {
    super(detail);
  }
}

/** Reads a message strictly. What is no event comes back as poison with its reason; nothing is thrown. */
export function decode(message: TopicMessage): Delivery {
  try {
    return { kind: 'event', slot: message.partition, ...read(message), from: message };
  } catch (error) {
    if (!(error instanceof Poison)) throw error;
    return {
      kind: 'poison',
      slot: message.partition,
      reason: error.reason,
      detail: error.message,
      claims: claims(message),
      from: message,
    };
  }
}

function read(message: TopicMessage): { epoch: string; event: StoredEvent; text: string } {
  if (message.value === null) throw new Poison('tombstone', 'the message has no value');
  const { headers } = message;
  const get = (name: string, shape: RegExp): string => {
    const value = header(headers, name);
    if (!shape.test(value)) throw new Poison('malformed-header', `the header ${name} has another shape`);
    return value;
  };
  get('ce_specversion', /^1\.0$/);
  const stream = get('ce_subject', CODE);
  if (message.key?.toString('utf8') !== stream) throw new Poison('key-mismatch', 'the key is not the subject');
  const slot = Number(get('ce_slot', /^\d{1,4}$/));
  if (slot !== message.partition || slotOf(stream) !== slot) {
    throw new Poison('slot-mismatch', 'the message lies in another partition than its key belongs to');
  }
  const text = message.value.toString('utf8');
  return {
    text,
    epoch: get('ce_source', EPOCH).slice(SOURCE.length),
    event: {
      position: BigInt(get('ce_id', POSITION)),
      stream,
      version: Number(get('ce_version', COUNT)),
      type: get('ce_type', /^[A-Za-z][A-Za-z0-9]{0,63}$/),
      schema: Number(get('ce_schema', COUNT)),
      occurredAt: instantOf('ce_time', header(headers, 'ce_time')),
      recordedAt: instantOf('ce_recordedat', header(headers, 'ce_recordedat')),
      data: dataOf(text),
      slot,
      meta: {
        commandId: get('ce_commandid', TEXT),
        caller: get('ce_caller', TEXT),
        door: doorOf(get('ce_door', TEXT)),
      },
      hash: get('ce_hash', /^[0-9a-f]{64}$/),
    },
  };
}

const CODE = /^[^\s\p{C}]{1,64}$/u;
const EPOCH = /^\/dossier-log\/[0-9a-f-]{36}$/;
const POSITION = /^[1-9]\d{0,17}$/;
const COUNT = /^[1-9]\d{0,8}$/;
const TEXT = /^[^\p{Cc}]{1,300}$/u;

function header(headers: TopicMessage['headers'], name: string): string {
  const value = headers[name];
  if (value === undefined) throw new Poison('missing-header', `the header ${name} is missing`);
  if (Array.isArray(value)) throw new Poison('doubled-header', `the header ${name} stands there more than once`);
  return typeof value === 'string' ? value : value.toString('utf8');
}

function instantOf(name: string, text: string): string {
  if (parseInstant(text) !== text) throw new Poison('malformed-header', `the header ${name} is no canonical instant`);
  return text;
}

function doorOf(text: string): Door {
  if (!DOORS.has(text)) throw new Poison('malformed-header', 'the header ce_door names no door');
  return text as Door;
}

/** V8's message for broken JSON quotes the text, so it is not passed on (architecture 10). */
function dataOf(text: string): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Poison('not-json', 'the value is not JSON');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new Poison('not-json', 'the value is not a JSON object');
  }
  return data;
}

/** What a message that cannot be read says about its place in the log, where that much can be read. */
function claims({ key, headers }: TopicMessage): PoisonDelivery['claims'] {
  const first = (name: string): string => {
    const value = [headers[name]].flat()[0];
    return value === undefined ? '' : value.toString();
  };
  const id = first('ce_id');
  const streams = [key?.toString('utf8') ?? '', first('ce_subject')].filter((stream) => CODE.test(stream));
  return { position: POSITION.test(id) ? BigInt(id) : null, streams };
}
