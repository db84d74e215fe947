/**
 * Drops the oldest entries of a map that has grown beyond `most`, an eighth of it at once. One by one each would cost a walk over the holes that
 * the ones before left at the map's beginning: 8 µs at 20,000 entries.
 */
export function keepNewest(map: Map<unknown, unknown>, most: number): void {
  if (map.size <= most) return;
  let surplus = map.size - most + Math.floor(most / 8);
  for (const key of map.keys()) {
    map.delete(key);
    if (--surplus === 0) return;
  }
}
