import { join } from 'node:path';
import { type AppParts, projectFolder, type System } from '#application';
import { projectionSource } from './live/log-live-source.js';
import { SupervisorModule } from './supervisor.module.js';

/** What `startApp` needs to run the supervisor. */
export const supervisorParts = ({ pool, url, demonstration }: System): AppParts => ({
  imports: [
    SupervisorModule.forRoot({
      live: projectionSource(pool, url),
      demonstration: () => demonstration.offset,
      pageFolder: join(projectFolder(), 'dist', 'web'),
    }),
  ],
});
