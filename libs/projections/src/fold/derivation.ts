/**
 * Which rules derive the read tables from the log. Raise it with every change after which the same log gives other rows (contribution, the fold
 * of a dossier, columns of a list, scopes): projectors then rebuild by themselves, instead of adding new differences to old sums.
 */
export const DERIVATION = 2;
