import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tablesOf } from '#platform';
import { startTestDatabase, type TestDatabase } from '#testing';
import { migrations } from '../src/index.js';
import { schemaOf } from './schema-text.js';

const FILE = join(import.meta.dirname, '../../../docs/schema.txt');

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase({ migrations });
});
afterAll(() => database.stop());

describe('the schema that the migrations make', () => {
  it('is as docs/schema.txt has it (else, where it is meant: TRACKER_WRITE_SCHEMA=1 with this spec)', async () => {
    const { text } = await schemaOf(database.pool);
    if (process.env.TRACKER_WRITE_SCHEMA === '1') await writeFile(FILE, text);
    expect(text).toBe(await readFile(FILE, 'utf8'));
  });

  it('has the tables that a start looks for, each of them', async () => {
    const { tables } = await schemaOf(database.pool);
    expect([...(await tablesOf(migrations)), 'ops.migration'].sort()).toEqual(tables);
  });
});
