/** When the reference data of a test database were seeded (UTC): before whatever a spec tells. */
export const SEEDED_AT = '2020-01-01T00:00:00.000Z';
