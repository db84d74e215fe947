// npm run loadgen: commands of made-up dossiers at a rate, to a running system. `npm run loadgen -- --help` tells the options.
import { ensureBuilt } from './ensure-built.js';

await ensureBuilt();
await import('../dist/apps/loadgen/src/main.js');
