/** The topic of all dossier events: 12 partitions, key = dossier code, CloudEvents in binary mode (docs/asyncapi.yaml). */
export const EVENTS_TOPIC = 'dossier-events';
