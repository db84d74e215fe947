export { CallerGuard, CallerResolver, type Caller, CurrentCaller } from './caller/caller.js';
export { counterParts, kafkaParts } from './counter.js';
export { BODY_LIMIT } from './input/limits.js';
export { commandTypesOf, KINDS } from './kinds/kinds.js';
export { CounterModule } from './counter.module.js';
export { sayFault } from './feed/feed-report.js';
export { openApiText } from './openapi/document.js';
export { FEED_TEXTS, REASON_TEXTS, say } from './texts.vi.js';
