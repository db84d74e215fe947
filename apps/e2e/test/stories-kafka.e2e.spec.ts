import { rm } from 'node:fs/promises';
import { type OwnKafka, startOwnKafka } from '#testing';
import { stopPrograms } from './programs.js';
import { StoryByKafka } from './story-by-kafka.js';
import { playedRight, root, type Running, startCity, writeCity } from './story-city.js';

describe('a city’s year sent by Kafka, shuffled', () => {
  let kafka: OwnKafka;
  let city: Running;
  let door: StoryByKafka;

  beforeAll(async () => {
    [kafka] = await Promise.all([startOwnKafka(), writeCity()]);
    city = await startCity('by-kafka', { KAFKA_BROKERS: kafka.brokers.join(',') });
    door = await StoryByKafka.start(kafka);
  }, 240_000);
  afterAll(async () => {
    await door?.stop();
    await stopPrograms();
    await kafka?.stop();
    await rm(root, { recursive: true, force: true });
  });

  playedRight(
    'shuffled',
    () => city,
    () => door.execute,
  );
});
