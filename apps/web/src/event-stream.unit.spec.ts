import { EventParser, type StreamEvent } from './event-stream.js';

const read = (...pieces: string[]): StreamEvent[] => {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
};

describe('the events of a stream', () => {
  const whole = 'retry: 2000\n\nevent: figures\nid: 7@a\ndata: {"n":1}\n\nevent: heartbeat\ndata: {}\n\n';
  const events = [
    { event: 'figures', data: '{"n":1}', id: '7@a' },
    // a sign of life has no id of its own: the last one stays what to resume with
    { event: 'heartbeat', data: '{}', id: '7@a' },
  ];

  it('come out whole, however the text was cut', () => {
    expect(read(whole)).toEqual(events);
    expect(read(...whole)).toEqual(events);
    expect(read(whole.replaceAll('\n', '\r\n'))).toEqual(events);
    expect(read(...whole.replaceAll('\n', '\r\n'))).toEqual(events);
  });

  it('are not given before they have ended', () => {
    expect(read('event: figures\nid: 7@a\ndata: {"n"')).toEqual([]);
    expect(read('event: figures\ndata: 1\n')).toEqual([]);
  });

  it('have their lines of data put together, and comments left out', () => {
    expect(read(': hello\ndata: a\ndata:b\n\n')).toEqual([{ event: 'message', data: 'a\nb', id: '' }]);
  });
});
