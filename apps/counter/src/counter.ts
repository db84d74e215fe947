import type { AppParts } from '#application';
import { CounterModule } from './counter.module.js';
import { serveDocument } from './openapi/document.js';

/** A thousand items, or a feed's batch of some thousand dossiers. */
export const BODY_LIMIT = 8 * 1_048_576;

/** What `startApp` needs to run the counter; `beside`: what else runs in this app, such as the relay. */
export const counterParts = (beside: AppParts['imports'] = []): AppParts => ({
  imports: [CounterModule, ...beside],
  http: { bodyLimit: BODY_LIMIT },
  configure: serveDocument,
});
