import { format, resolveConfig } from 'prettier';
import { parseDocument } from 'yaml';
import { commandNames } from './command-schemas.js';
import { eventNames } from './event-schemas.js';

const topics = [
  { channel: 'dossier-events', trait: 'event', folder: 'events', names: eventNames },
  { channel: 'commands', trait: 'command', folder: 'commands', names: commandNames },
];

/** docs/asyncapi.yaml with every message of the registries, each with its schema; the rest of it is written by hand. */
export async function asyncApiText(path: string, written: string): Promise<string> {
  const document = parseDocument(written);
  const message = (name: string) => ({ $ref: `#/components/messages/${name}` });
  for (const { channel, trait, folder, names } of topics) {
    document.setIn(
      ['channels', channel, 'messages'],
      document.createNode(Object.fromEntries(names().map((name) => [name, message(name)]))),
    );
    for (const name of names()) {
      const payload = {
        schemaFormat: 'application/schema+json;version=draft-2020-12',
        schema: { $ref: `./schemas/${folder}/${name}.json` },
      };
      const traits = [{ $ref: `#/components/messageTraits/${trait}` }];
      document.setIn(['components', 'messages', name], document.createNode({ name, traits, payload }));
    }
  }
  return format(document.toString({ lineWidth: 120 }), { ...(await resolveConfig(path)), filepath: path });
}
