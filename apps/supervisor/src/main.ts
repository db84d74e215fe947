import { runApp } from '#application';
import { supervisorParts } from './supervisor.js';

runApp({ name: 'supervisor', port: 3000, parts: (system, _config, logger) => supervisorParts(system, logger) });
