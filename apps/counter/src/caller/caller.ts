import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { hasCodeShape } from '#domain';
import { refuse } from '#platform';
import { INPUT_TEXTS } from '../texts.vi.js';

/** Who sends a request: part of what makes its key its own, and recorded with every event. */
export interface Caller {
  id: string;
}

/** Says who a request comes from. Sign-in will be another implementation; controllers only ever see the `Caller`. */
export abstract class CallerResolver {
  /** @throws ProblemException 400, 401 or 403 */
  abstract resolve(request: Request): Caller | Promise<Caller>;
}

/** A name stands in the open with every event: it has the shape of a code. */
export const isCallerName = (name: string): boolean => hasCodeShape(name) && !name.includes('/');

/** Until there is sign-in: a sender may name itself, so that two systems can use the same keys. A name, not a proof. */
@Injectable()
export class NamedCaller extends CallerResolver {
  static readonly DEFAULT = 'counter';

  resolve(request: Request): Caller {
    const name = request.header('X-Caller');
    if (name === undefined) return { id: NamedCaller.DEFAULT };
    if (!isCallerName(name)) {
      const fault = { header: 'X-Caller', code: 'caller-shape', detail: INPUT_TEXTS['caller-shape'] };
      throw refuse('malformed-request', { detail: fault.detail, errors: [fault] });
    }
    return { id: name };
  }
}

type WithCaller = Request & { caller?: Caller };

/** Every door of the counter passes here, so that a request without a caller cannot be. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(private readonly resolver: CallerResolver) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<WithCaller>();
    request.caller = await this.resolver.resolve(request);
    return true;
  }
}

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<WithCaller>();
  if (!caller) throw new Error('CallerGuard is missing on this controller');
  return caller;
});
