import type { KafkaMessage } from 'kafkajs';
import { decode } from './cloud-event.js';
import { messageContent, messageText } from './message-text.js';
import { topicMessage } from './topic-message.js';

const come = (headers: Record<string, unknown>) =>
  topicMessage({ key: null, value: Buffer.from('{}'), timestamp: '-1', offset: '0', headers } as KafkaMessage, 't', 0);

describe('a header without a value, as Kafka allows it', () => {
  it.each<[string, unknown, string]>([
    ['alone', null, 'missing-header'],
    ['before another one', [null, Buffer.from('1.0')], 'doubled-header'],
  ])('%s is poison like any other', (_, value, reason) => {
    expect(decode(come({ ce_specversion: value, ce_id: value }))).toMatchObject({ kind: 'poison', reason });
  });

  it('is kept as it came', () => {
    const { headers } = messageContent(messageText(come({ a: null, b: [null, Buffer.from('x')], c: Buffer.alloc(0) })));
    expect(headers).toEqual([
      { name: 'a', value: null },
      { name: 'b', value: null },
      { name: 'b', value: { text: 'x' } },
      { name: 'c', value: { text: '' } },
    ]);
  });
});
