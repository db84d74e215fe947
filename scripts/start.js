// npm start: everything in one process on the embedded defaults. `npm start -- --help` tells the options.
import { ensureBuilt } from './ensure-built.js';

await ensureBuilt();
await import('../dist/apps/standalone/src/main.js');
