import { dossierEventSchemas, eventTypeOf } from '#domain';
import { openApiText } from '../openapi/document.js';
import { readCommand } from './read-command.js';
import { COMMANDS, commandTypes, isCommandType, sameFields } from './registry.js';

interface Schema {
  required?: string[];
  properties: Record<
    string,
    { example?: unknown; enum?: unknown[]; type?: string; allOf?: { $ref: string }[]; $ref?: string }
  >;
}
const document = JSON.parse(await openApiText()) as {
  components: { schemas: Record<string, Schema> };
  paths: Record<string, unknown>;
};

/** A body with every field of a command, from the examples that are documented. */
function fullBody(name: string): Record<string, unknown> {
  const schema = document.components.schemas[name]!;
  return Object.fromEntries(
    Object.entries(schema.properties).map(([field, property]) => {
      const ref = property.$ref ?? property.allOf?.[0]?.$ref;
      if (property.example !== undefined) return [field, property.example];
      if (ref) return [field, fullBody(ref.split('/').at(-1)!)];
      return [
        field,
        property.enum?.[0] ?? (property.type === 'boolean' ? true : property.type === 'integer' ? 1 : 'x'),
      ];
    }),
  );
}

/** What the decision looks up or reckons itself: no caller says it. */
const DECIDED = ['assumed', 'onlineOnly', 'limit', 'rules', 'due', 'counts', 'ground', 'of', 'because', 'from'];
/** Fields of a command and what they are called in the event. */
const RENAMED: Record<string, string> = { reason: 'reasonRef', dueAt: 'due' };

describe('The registry of commands', () => {
  it('has a DTO for every command, with the same fields (the compiler holds it to that)', () => {
    expect(sameFields).toBe(true);
    expect(isCommandType('ask-clock')).toBe(false);
    expect(isCommandType('toString')).toBe(false);
  });

  it('has a command for every event that a counter can cause', () => {
    const caused = new Set<string>(commandTypes.map(eventTypeOf));
    const missing = Object.keys(dossierEventSchemas).filter((type) => !caused.has(type));
    expect(missing).toEqual(['BecameOverdue', 'OverdueRetracted', 'ProgressReported']);
  });

  it.each(commandTypes)('%s: its documented example is accepted, whole and with the required fields alone', (type) => {
    const name = COMMANDS[type].dto.name.replace(/Dto$/, '');
    const body = fullBody(name);
    const whole = readCommand(type, body);
    expect(whole).toMatchObject({ ok: true });
    if (whole.ok) expect(Object.keys(whole.value).sort()).toEqual(['type', ...Object.keys(body)].sort());
    const required = document.components.schemas[name]!.required ?? [];
    const least = Object.fromEntries(Object.entries(body).filter(([field]) => required.includes(field)));
    const extra = type === 'correct' ? { occurredAt: body.at } : {};
    expect(readCommand(type, { ...least, ...extra })).toMatchObject({ ok: true });
  });

  it.each(commandTypes)(
    '%s: every field of its DTO reaches the event, and every field of the event can be given',
    (type) => {
      const schema = document.components.schemas[COMMANDS[type].dto.name.replace(/Dto$/, '')]!;
      const given = Object.keys(schema.properties)
        .filter((field) => field !== 'at')
        .map((field) => RENAMED[field] ?? field);
      const event = Object.keys(dossierEventSchemas[eventTypeOf(type)].properties);
      expect(given.filter((field) => !event.includes(field))).toEqual([]);
      const open = event.filter(
        (field) => !given.includes(field) && !DECIDED.includes(field) && field !== 'applicantRef',
      );
      expect(open.filter((field) => field !== 'source')).toEqual([]);
    },
  );

  it.each(commandTypes)('%s: has a path of its own in the API’s description', (type) => {
    expect(Object.keys(document.paths)).toContain(`/v1/dossiers/{code}/${type}`);
  });
});
