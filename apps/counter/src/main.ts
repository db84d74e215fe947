import { failure, runApp } from '#application';
import { counterParts, kafkaParts } from './counter.js';

runApp({
  name: 'counter',
  port: 3001,
  parts: ({ url }, config) => {
    if (config.KAFKA_BROKERS.length === 0) return counterParts();
    const { failed, fail } = failure();
    return { ...counterParts(kafkaParts(config, url, fail)), failed };
  },
});
