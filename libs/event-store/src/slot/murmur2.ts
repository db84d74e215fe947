/** Partitions of the topic, fixed for ever: a stream's slot is stored with every event (architecture 5). */
export const SLOTS = 12;

/**
 * Murmur2 as Kafka's default partitioner computes it (org.apache.kafka.common.utils.Utils.murmur2): a signed 32-bit number.
 * @param data the key's bytes
 */
export function murmur2(data: Uint8Array): number {
  const m = 0x5bd1e995;
  const length = data.length;
  let h = 0x9747b28c ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let k = data[i] | (data[i + 1] << 8) | (data[i + 2] << 16) | (data[i + 3] << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const left = length - i;
  if (left === 3) h ^= data[i + 2] << 16;
  if (left >= 2) h ^= data[i + 1] << 8;
  if (left >= 1) h = Math.imul(h ^ data[i], m);
  h = Math.imul(h ^ (h >>> 13), m);
  return (h ^ (h >>> 15)) | 0;
}

const encoder = new TextEncoder();

/** The slot of a stream: murmur2 of its UTF-8 bytes, sign bit cleared, mod `SLOTS`. The same as Kafka's own partition of that key. */
export const slotOf = (stream: string): number => (murmur2(encoder.encode(stream)) & 0x7fffffff) % SLOTS;
