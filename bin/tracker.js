#!/usr/bin/env node
// `npx tracker …`: builds what is missing or older than its source, then runs the command line.
import { ensureBuilt } from '../scripts/ensure-built.js';

await ensureBuilt();
await import('../dist/apps/cli/src/main.js');
