/** The topic of all dossier events: 12 partitions, key = dossier code, CloudEvents in binary mode (docs/asyncapi.yaml). */
export const EVENTS_TOPIC = 'dossier-events';

/** How long the topics of commands and of rejections keep a message, in milliseconds. */
export const COMMANDS_RETENTION_MS = 7 * 86_400_000;
