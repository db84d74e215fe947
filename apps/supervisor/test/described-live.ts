import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { projectFolder } from '#application';
import type { ServerEvent } from './sse-client.js';

const FILE = 'asyncapi.yaml';
const api = parse(readFileSync(join(projectFolder(), 'docs', FILE), 'utf8')) as {
  channels: { live: { messages: Record<string, unknown> } };
  operations: {
    watchFigures: { bindings: { http: { query: { properties: Record<string, { enum: string[] }> } } } };
  };
};
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: { 'date-time': (text: string) => new Date(text).toJSON() === text },
});
ajv.addSchema(api, FILE);

/** The kinds of events of the live stream that docs/asyncapi.yaml describes. */
export const describedEvents = Object.keys(api.channels.live.messages);

/** The parameters of the live stream's own that it describes, each with its values. */
export const describedParameters = Object.fromEntries(
  Object.entries(api.operations.watchFigures.bindings.http.query.properties).map(([name, { enum: values }]) => [
    name,
    values,
  ]),
);

const validators = new Map<string, ValidateFunction>();
function validator(path: string): ValidateFunction {
  const known = validators.get(path) ?? ajv.compile({ $ref: `${FILE}#/components/messages/${path}` });
  validators.set(path, known);
  return known;
}

/** What of an event is not as docs/asyncapi.yaml describes it; empty: nothing. */
export function deviations({ event, id, data }: ServerEvent): string[] {
  if (!describedEvents.includes(event)) return [`${event} is not described`];
  return [
    [`${event}/headers`, { event, ...(id === null ? {} : { id }) }] as const,
    [`${event}/payload/schema`, data] as const,
  ].flatMap(([path, value]) => {
    const validate = validator(path);
    validate(value);
    return (validate.errors ?? []).map((error) => `${path}${error.instancePath} ${error.message}`);
  });
}
