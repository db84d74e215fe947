import { type DynamicModule, Inject, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import compression from 'compression';
import { PAGE_FOLDER } from './page-folder.js';
import { servePage } from './page.js';
import { securityHeaders } from './security-headers.js';

/** The built page with its headers, and compression of whatever this app answers (the live stream says `no-transform`). */
@Module({})
export class PageModule implements NestModule {
  constructor(@Inject(PAGE_FOLDER) private readonly folder: string) {}

  static forRoot(folder: string): DynamicModule {
    return { module: PageModule, providers: [{ provide: PAGE_FOLDER, useValue: folder }] };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(securityHeaders, compression(), servePage(this.folder)).forRoutes('/');
  }
}
