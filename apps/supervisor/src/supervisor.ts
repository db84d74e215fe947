import { join } from 'node:path';
import { type AppParts, projectFolder, type System } from '#application';
import { integer, type Logger, readConfig } from '#platform';
import { placesFor } from './live/places.js';
import { projectionSource } from './live/log-live-source.js';
import { serveDocument } from './openapi/document.js';
import { SupervisorModule } from './supervisor.module.js';

const settings = {
  /** Open live streams of one process; each needs a socket, so `ulimit -n` must be higher. */
  LIVE_MAX_VIEWERS: integer(2_000, 1, 1_000_000),
};

/** What the supervisor's addresses answer with. */
export const PRODUCED = [
  ['/api/live', 'text/event-stream'],
  ['/api/worklist.csv', 'text/csv'],
  ['/api/', 'application/json'],
] as const;

/** What `startApp` needs to run the supervisor. @throws ConfigError when a setting of its own is wrong */
export function supervisorParts({ pool, url, demonstration }: System, logger: Logger): AppParts {
  const { LIVE_MAX_VIEWERS: wanted } = readConfig(settings);
  const maxViewers = placesFor(wanted);
  if (maxViewers < wanted) {
    logger.warn({ wanted, maxViewers }, 'this process may open too few files for LIVE_MAX_VIEWERS: raise ulimit -n');
  }
  return {
    http: { produces: PRODUCED },
    configure: serveDocument,
    imports: [
      SupervisorModule.forRoot({
        live: projectionSource(pool, url),
        limits: { maxViewers },
        demonstration: () => demonstration.offset,
        pageFolder: join(projectFolder(), 'dist', 'web'),
      }),
    ],
  };
}
