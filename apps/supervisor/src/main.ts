import { runApp } from '#application';
import { supervisorParts } from './supervisor.js';

runApp({ name: 'supervisor', port: 3000, parts: (system) => supervisorParts(system) });
