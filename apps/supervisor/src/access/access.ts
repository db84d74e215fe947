import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { refuse } from '#platform';

/**
 * Decides who may read. Every request of this app passes it, the live stream too; sign-in is another implementation of
 * this class, and no controller changes.
 */
export abstract class AccessPolicy {
  /** @throws ProblemException 401 where somebody must sign in first */
  abstract allows(request: Request): boolean | Promise<boolean>;
}

/** Until there is sign-in: whoever reaches the address may read. */
@Injectable()
export class AllowAll extends AccessPolicy {
  allows(_request: Request): boolean {
    return true;
  }
}

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly policy: AccessPolicy) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (await this.policy.allows(context.switchToHttp().getRequest<Request>())) return true;
    throw refuse('forbidden');
  }
}
