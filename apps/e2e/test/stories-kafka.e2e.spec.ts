import { rm } from 'node:fs/promises';
import { type OwnKafka, startOwnKafka } from '#testing';
import { stopPrograms } from './programs.js';
import { StoryByKafka } from './story-by-kafka.js';
import { playedRight, root, type Running, startCity, writeCity } from './story-city.js';

beforeAll(() => writeCity());
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each(['in-order', 'shuffled'] as const)('a city’s year sent by Kafka, %s', (order) => {
  let kafka: OwnKafka;
  let city: Running;
  let door: StoryByKafka;

  beforeAll(async () => {
    kafka = await startOwnKafka();
    city = await startCity(`by-kafka-${order}`, { KAFKA_BROKERS: kafka.brokers.join(',') });
    door = await StoryByKafka.start(kafka);
  }, 600_000);
  afterAll(async () => {
    await door?.stop();
    await stopPrograms();
    await kafka?.stop();
  }, 60_000);

  playedRight(
    order,
    () => city,
    () => door.execute,
  );
});
