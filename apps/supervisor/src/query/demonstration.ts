/** Milliseconds by which the demonstration's clock is moved; null where nothing is demonstrated. */
export type DemonstrationOffset = () => number | null;

export const DEMONSTRATION = Symbol('DEMONSTRATION');
