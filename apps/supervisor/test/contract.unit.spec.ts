import { ADDRESSES } from '../../web/src/views/addresses.js';
import { PAGE_PATHS } from '../src/page/page.js';
import { LIVE_VIEWS } from '../src/live/live-views.js';
import { changesFrame, figuresFrame, heartbeatFrame } from '../src/live/frames.js';
import { describedEvents, describedParameters } from './described-live.js';

describe('the live stream in docs/asyncapi.yaml', () => {
  it('has the events that are sent, and the parameters that are read', () => {
    const frames = [
      figuresFrame('1', '{}'),
      changesFrame('1', '{}'),
      heartbeatFrame({ epoch: '', instant: '', lagSeconds: 0, live: true }),
    ];
    const sent = frames.map((frame) => /^event: (\w+)$/m.exec(frame.toString())![1]);
    expect(describedEvents).toEqual(sent);
    expect(describedParameters).toEqual({ view: [...LIVE_VIEWS], changes: ['true', 'false'] });
  });
});

it('serves the document at just the addresses that the page knows', () => {
  expect([...PAGE_PATHS].sort()).toEqual(
    Object.values(ADDRESSES)
      .map(({ path }) => path)
      .sort(),
  );
});
