import { Injectable, type ArgumentMetadata, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { sayConstraint } from './messages.vi.js';
import { pointer, problem, ProblemException, type ProblemError } from './problem.js';

/** All failed constraints below `errors`, depth first, each with the steps to its place. */
function* failures(
  errors: ValidationError[],
  path: string[] = [],
): Generator<{ path: string[]; code: string; detail: string }> {
  for (const error of errors) {
    // An unknown value at the top has no property name.
    const here = error.property === undefined ? path : [...path, error.property];
    for (const [constraint, message] of Object.entries(error.constraints ?? {})) {
      yield { path: here, ...sayConstraint(constraint, message) };
    }
    yield* failures(error.children ?? [], here);
  }
}

/** The faults that class-validator found in a body, with JSON pointers, in Vietnamese. */
export function bodyErrors(errors: ValidationError[]): ProblemError[] {
  return [...failures(errors)].map(({ path, code, detail }) => ({ pointer: pointer(...path), code, detail }));
}

/** The same for query or path parameters. */
export function parameterErrors(errors: ValidationError[]): ProblemError[] {
  return [...failures(errors)].map(({ path, code, detail }) => ({ parameter: path.join('.'), code, detail }));
}

/**
 * Validates what a controller takes by the decorators of its DTO: unknown fields are refused, every fault is told at once.
 * A body's faults answer 422 `invalid-request`, a parameter's 400 `invalid-parameter`.
 */
@Injectable()
export class ProblemValidationPipe extends ValidationPipe {
  constructor(options: ValidationPipeOptions = {}) {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: true, // of one field: "required" says enough, "not a string" beside it does not help
      validationError: { target: false, value: false },
      ...options,
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isBody = metadata.type === 'body';
    if (isBody && this.toValidate(metadata) && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw new ProblemException(
        problem('invalid-request', {
          errors: [{ pointer: '#', code: 'not-an-object', detail: 'Nội dung phải là một đối tượng JSON.' }],
        }),
      );
    }
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      throw new ProblemException(
        isBody
          ? problem('invalid-request', { errors: bodyErrors(error.errors) })
          : problem('invalid-parameter', { errors: parameterErrors(error.errors) }),
      );
    }
  }

  override createExceptionFactory() {
    return (errors: ValidationError[] = []): unknown => new ValidationFailed(errors);
  }
}

class ValidationFailed extends Error {
  constructor(readonly errors: ValidationError[]) {
    super('validation failed');
  }
}
