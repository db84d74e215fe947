import { Ajv } from 'ajv';

export interface DescribedSchema {
  $ref?: string;
  allOf?: DescribedSchema[];
  type?: string;
  enum?: unknown[];
  example?: unknown;
  format?: string;
  properties?: Record<string, DescribedSchema>;
  required?: string[];
  items?: DescribedSchema;
  pattern?: string;
  [more: string]: unknown;
}
type Content = Record<string, { schema: DescribedSchema }>;
export interface DescribedOperation {
  parameters?: { name: string; in: string; required?: boolean; schema: DescribedSchema }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}
export interface Description {
  paths: Record<string, Partial<Record<'get' | 'post', DescribedOperation>>>;
  components: { schemas: Record<string, DescribedSchema> };
}

/** What answers must be, as an OpenAPI document says it. */
export class DescribedAnswers {
  private readonly ajv = new Ajv({ strict: false, validateFormats: false });
  constructor(readonly description: Description) {
    this.ajv.addSchema(description, 'api');
  }

  /** What is wrong with an answer of an operation; null: it is as described. */
  fault(path: string, method: 'get' | 'post', status: number, type: string, body: unknown): string | null {
    const described = this.description.paths[path]?.[method]?.responses[String(status)];
    if (!described) return `${status} is not described`;
    const media = type.split(';')[0]!;
    if (!described.content?.[media]) return `${status} as ${media} is not described`;
    const escape = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
    const at = ['paths', path, method, 'responses', String(status), 'content', media, 'schema'].map(escape).join('/');
    const validate = this.ajv.getSchema(`api#/${at}`)!;
    return validate(body) ? null : this.ajv.errorsText(validate.errors);
  }

  /** What is wrong with an answer that refuses a request that is nowhere described. */
  problemFault(status: number, type: string, body: unknown): string | null {
    if (status < 400 || status > 499) return `${status}`;
    if (!type.startsWith('application/problem+json')) return `${status} as ${type}`;
    const validate = this.ajv.getSchema('api#/components/schemas/Problem')!;
    return validate(body) ? null : this.ajv.errorsText(validate.errors);
  }
}
