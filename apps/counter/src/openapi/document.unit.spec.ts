import { readFile } from 'node:fs/promises';
import { openApiText } from './document.js';

describe('docs/openapi.json', () => {
  it('is what the code says (npm run openapi writes it)', async () => {
    expect(await readFile('docs/openapi.json', 'utf8')).toBe(await openApiText());
  });

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
});
