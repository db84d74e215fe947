// npm run bench [-- name … --big --quick]: builds what is older than its sources, then measures.
import { ensureBuilt } from './ensure-built.js';

await ensureBuilt();
await import('../dist/apps/bench/src/main.js');
