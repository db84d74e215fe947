import { measured, type Measured } from './numbers.js';

/** Runs one round and gives what it reached (a rate, a time); `round` counts from 0. */
export type Contestant = (round: number) => Promise<number>;

export interface RoundsOptions {
  rounds: number;
  /** Rounds before them that do not count; default 1. They get the numbers -1, -2, … */
  warmUp?: number;
  /** Told before each turn. */
  onTurn?: (name: string, round: number) => void;
}

/** Lets the contestants run in turns, A B A B …, so that each meets the same machine. */
export async function alternate<Name extends string>(
  contestants: Record<Name, Contestant>,
  { rounds, warmUp = 1, onTurn }: RoundsOptions,
): Promise<Record<Name, Measured>> {
  const names = Object.keys(contestants) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      onTurn?.(name, round);
      const value = await contestants[name](round);
      if (round >= 0) values.get(name)!.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, measured(values.get(name)!)])) as Record<Name, Measured>;
}

/** Runs the work and gives how many seconds it took. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
