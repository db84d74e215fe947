import { runApp } from '#application';
import { counterParts } from './counter.js';

runApp({ name: 'counter', port: 3001, parts: () => counterParts() });
