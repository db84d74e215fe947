/**
 * Which part of the cells `c` is asked (generations.ts): those of everything or the others, as a condition that the planner knows before it runs. Of a
 * scope that comes out only then it would look into both, cell by cell.
 */
export const partOfCells = (isEverything: boolean): string => (isEverything ? 'c.scope = 0' : 'c.scope > 0');
