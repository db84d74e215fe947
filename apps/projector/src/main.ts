import { failure, runApp } from '#application';
import { ProjectorModule } from './projector.module.js';

runApp({
  name: 'projector',
  port: 3002,
  parts: (_system, { KAFKA_BROKERS: brokers }) => {
    const { failed, fail } = failure();
    return { imports: [ProjectorModule.forRoot({ brokers, onFailure: fail })], failed };
  },
});
