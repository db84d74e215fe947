import { failure, runApp } from '#application';
import { counterParts } from './counter.js';
import { RelayModule } from './relay/relay.module.js';

runApp({
  name: 'counter',
  port: 3001,
  parts: ({ url }, { KAFKA_BROKERS: brokers }) => {
    if (brokers.length === 0) return counterParts();
    const { failed, fail } = failure();
    return { ...counterParts([RelayModule.forRoot({ brokers, databaseUrl: url, onFailure: fail })]), failed };
  },
});
