import { type DynamicModule, type INestApplication, type InjectionToken, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';

/** Stands in for the application where only the shape of an API is asked for: no database, no log. */
@Module({})
class ShapeOnlyModule {
  static create(api: DynamicModule['module'] | DynamicModule, needs: readonly InjectionToken[]): DynamicModule {
    const nothing = needs.map((provide) => ({ provide, useValue: {} }));
    return { module: ShapeOnlyModule, imports: [api], global: true, providers: nothing, exports: [...needs] };
  }
}

/**
 * An API's description as a file of docs/ holds it.
 * @param needs what the controllers ask for from outside their module
 */
export async function documentText(
  api: DynamicModule['module'] | DynamicModule,
  needs: readonly InjectionToken[],
  documentOf: (app: INestApplication) => OpenAPIObject,
): Promise<string> {
  const app = await NestFactory.create(ShapeOnlyModule.create(api, needs), { logger: false });
  try {
    return `${JSON.stringify(documentOf(app), null, 2)}\n`;
  } finally {
    await app.close();
  }
}
