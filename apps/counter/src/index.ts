export { CallerGuard, CallerResolver, type Caller, CurrentCaller } from './caller/caller.js';
export { BODY_LIMIT, counterParts } from './counter.js';
export { CounterModule } from './counter.module.js';
export { sayFault } from './feed/feed-report.js';
export { openApiText } from './openapi/document.js';
export { FEED_TEXTS, REASON_TEXTS, say } from './texts.vi.js';
export { RelayModule } from './relay/relay.module.js';
