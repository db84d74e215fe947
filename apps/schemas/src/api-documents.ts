import openapiTS, { astToString } from 'openapi-typescript';
import { openApiText as counterText } from '#apps/counter';
import { openApiText as supervisorText } from '#apps/supervisor';

/** The OpenAPI documents in docs/, by file name. */
export const apiDocuments = async (): Promise<Map<string, string>> =>
  new Map([
    ['openapi.json', await counterText()],
    ['openapi-supervisor.json', await supervisorText()],
  ]);

/** Where the page has the types of the answers from, in the project's folder. */
export const PAGE_TYPES = 'apps/web/src/api/supervisor.ts';

/** The types that the page reads answers with, from the supervisor's document: nobody writes them by hand. */
export async function pageTypes(document: string): Promise<string> {
  const nodes = await openapiTS(document, {
    alphabetize: true,
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  return `// Written by \`npm run documents\` from docs/openapi-supervisor.json, compared by a spec: not to be edited.\n${astToString(nodes)}`;
}
