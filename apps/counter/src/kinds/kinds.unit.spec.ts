import { dossierEventSchemas, eventTypeOf, FACT_KINDS } from '#domain';
import { readCommand } from '../commands/read-command.js';
import { openApiText } from '../openapi/document.js';
import { COMMANDS, type CommandType, DOSSIERS, sameFields } from './dossier/commands.js';
import { commandOf, commandTypesOf, kindNamed, KINDS } from './kinds.js';

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

const dossierCommands = commandTypesOf(DOSSIERS) as CommandType[];
const all = KINDS.flatMap((kind) => commandTypesOf(kind).map((type) => ({ kind, type, path: kind.path })));

describe('The registry of commands', () => {
  it('has every kind of facts that the domain has, dossiers where none is named', () => {
    expect(KINDS.map(({ kind }) => kind)).toEqual(FACT_KINDS.map(({ kind }) => kind));
    expect(kindNamed()).toBe(DOSSIERS);
    for (const kind of ['letter', 'constructor', 7, null]) expect(kindNamed(kind)).toBeUndefined();
  });

  it('has a DTO for every command, with the same fields (the compiler holds it to that)', () => {
    expect(sameFields).toBe(true);
    expect(commandOf(DOSSIERS, 'ask-clock')).toBeUndefined();
    expect(commandOf(DOSSIERS, 'toString')).toBeUndefined();
  });

  it('has a command for every event that a counter can cause', () => {
    const caused = new Set<string>(dossierCommands.map(eventTypeOf));
    const missing = Object.keys(dossierEventSchemas).filter((type) => !caused.has(type));
    expect(missing).toEqual(['BecameOverdue', 'OverdueRetracted', 'ProgressReported']);
  });

  it.each(all)('$path $type: its documented example is accepted, whole and with the required fields alone', (each) => {
    const { kind, type } = each;
    const name = commandOf(kind, type)!.dto.name.replace(/Dto$/, '');
    const body = fullBody(name);
    const whole = readCommand(kind, type, body);
    expect(whole).toMatchObject({ ok: true });
    if (whole.ok) expect(Object.keys(whole.value).sort()).toEqual(['type', ...Object.keys(body)].sort());
    const required = document.components.schemas[name]!.required ?? [];
    const least = Object.fromEntries(Object.entries(body).filter(([field]) => required.includes(field)));
    const extra = { correct: { occurredAt: body.at }, change: { officersOnDuty: 3 } }[type];
    expect(readCommand(kind, type, { ...least, ...extra })).toMatchObject({ ok: true });
  });

  it.each(dossierCommands)(
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

  it.each(all)('$path $type: has a path of its own in the API’s description', ({ path, type }) => {
    expect(Object.keys(document.paths)).toContain(`/v1/${path}/{code}/${type}`);
  });
});
