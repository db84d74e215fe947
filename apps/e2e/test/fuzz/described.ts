import fc from 'fast-check';
import { DescribedAnswers, type DescribedSchema as Schema } from '#testing';
import { code, instantText, junk } from './junk.js';

/** The API as its description says it: bodies that look like good ones, and what an answer must be. */
export class Described extends DescribedAnswers {
  /** The commands, each with the name of its path. */
  get commands(): string[] {
    return Object.keys(this.description.paths)
      .filter((path) => path.startsWith('/v1/dossiers/{code}/'))
      .map((path) => path.slice('/v1/dossiers/{code}/'.length));
  }

  /** A body of a path: mostly as described, some fields left out, added, or something else altogether. */
  body(path: string): fc.Arbitrary<unknown> {
    const { schema } = this.description.paths[path]!.post!.requestBody!.content['application/json']!;
    return fc.oneof({ weight: 19, arbitrary: this.value(schema) }, { weight: 1, arbitrary: junk });
  }

  private value(given: Schema): fc.Arbitrary<unknown> {
    const schema = this.resolved(given);
    const good = this.good(schema);
    return fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: junk });
  }

  private good(schema: Schema): fc.Arbitrary<unknown> {
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.format === 'date-time') return instantText;
    if (schema.properties) return this.object(schema);
    if (schema.items) return fc.array(this.value(schema.items), { maxLength: 3 });
    if (schema.type === 'boolean') return fc.boolean();
    if (schema.type === 'integer') return fc.integer({ min: 0, max: 20 });
    if (schema.pattern?.includes('-\\d{6}-')) return code;
    return fc.constant(schema.example ?? 'Lý do');
  }

  private object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
    const fields = Object.entries(properties).map(([name, schema]) =>
      fc
        .tuple(fc.integer({ min: 0, max: required.includes(name) ? 30 : 2 }), this.value(schema))
        .map(([chance, value]) => (chance === 0 ? [] : [[name, value]])),
    );
    const extra = fc.oneof(
      { weight: 15, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.tuple(fc.string({ unit: 'binary', maxLength: 8 }), junk).map((entry) => [entry]) },
    );
    return fc.tuple(extra, ...fields).map((entries) => Object.fromEntries(entries.flat() as [string, unknown][]));
  }

  private resolved(schema: Schema): Schema {
    const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
    return ref ? this.resolved(this.description.components.schemas[ref.split('/').at(-1)!]!) : schema;
  }
}
