/**
 * The part of a table that holds one generation. The fold names it, rather than the whole table and a condition: then the planner knows how
 * many rows there are before anybody has counted them.
 */
export const partitionOf = (table: string, generation: number): string => `read.${table}_${generation}`;
