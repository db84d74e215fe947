import { rm } from 'node:fs/promises';
import { stopPrograms } from './programs.js';
import { byHttp, playedRight, root, type Running, startCity, writeCity } from './story-city.js';

beforeAll(() => writeCity());
afterAll(async () => {
  await stopPrograms();
  await rm(root, { recursive: true, force: true });
});

describe.each(['in-order', 'shuffled'] as const)('a city’s year sent by HTTP, %s', (order) => {
  let city: Running;
  beforeAll(async () => {
    city = await startCity(order);
  }, 600_000);

  playedRight(
    order,
    () => city,
    () => byHttp(city.url),
  );
});
