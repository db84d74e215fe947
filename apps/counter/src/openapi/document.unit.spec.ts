import { openApiText } from './document.js';

describe('The API’s description', () => {
  it('documents a key, a success and the problems of every POST', async () => {
    const { paths } = JSON.parse(await openApiText()) as {
      paths: Record<
        string,
        Record<string, { parameters: { name: string }[]; responses: Record<string, unknown>; operationId: string }>
      >;
    };
    const posts = Object.values(paths).flatMap(({ post }) => (post ? [post] : []));
    for (const { parameters, responses } of posts) {
      expect(parameters.map(({ name }) => name)).toContain('Idempotency-Key');
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '413', '415', '422', '503']));
    }
    expect(new Set(posts.map(({ operationId }) => operationId)).size).toBe(posts.length);
  });

  it('says that unknown fields are refused, and names no schema that is not there', async () => {
    const text = await openApiText();
    const { schemas } = (
      JSON.parse(text) as { components: { schemas: Record<string, { additionalProperties?: boolean }> } }
    ).components;
    for (const name of ['Receive', 'Applicant', 'Correct', 'CorrectedFields', 'Batch']) {
      expect(schemas[name]!.additionalProperties).toBe(false);
    }
    for (const name of ['BatchItem', 'FeedBatch', 'Done']) expect(schemas[name]!.additionalProperties).toBeUndefined();
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
    expect(named.filter((name) => !(name in schemas))).toEqual([]);
  });
});
