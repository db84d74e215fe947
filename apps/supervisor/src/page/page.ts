import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Handler } from 'express';
import { refuse } from '#platform';

/** The page's own addresses: each is the same document, which reads the address by itself. */
export const PAGE_PATHS = ['/', '/don-vi', '/tre-han', '/ho-so', '/danh-sach', '/van-hanh'];

const METHODS = 'GET, HEAD, OPTIONS';
/** What answers programs here and in the apps beside this one: whoever mistypes there is told by problem details. */
const OF_PROGRAMS = /^\/(api|v1|docs|health|metrics|assets)(\/|$)|\.\w+$/;

/**
 * Serves the built page. Files under /assets carry a hash of their content in their names and may be kept for a year;
 * the document is asked for each time, so that a new version is seen at once.
 * @param folder where the build put the page; without one there is no page, and the API works all the same
 */
export function servePage(folder: string): Handler {
  const router = express.Router({ caseSensitive: true });
  router.get(PAGE_PATHS, (_request, response, next) => {
    if (!existsSync(join(folder, 'index.html'))) return next();
    response.sendFile('index.html', { root: folder, headers: { 'Cache-Control': 'no-cache' } });
  });
  router.all(PAGE_PATHS, ({ method }, response, next) => {
    if (method === 'GET' || method === 'HEAD') return next();
    response.setHeader('Allow', METHODS);
    if (method === 'OPTIONS') return void response.status(204).end();
    next(refuse('method-not-allowed', { detail: `Địa chỉ này chỉ nhận: ${METHODS}.` }));
  });
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }),
  );
  // the document has only its own addresses
  router.get('/index.html', (_request, _response, next) => next('router'));
  router.use(express.static(folder, { maxAge: '1h', index: false, redirect: false, dotfiles: 'ignore' }));
  // a reader who mistypes an address is told so by the page itself, which knows the way back
  router.use((request, response, next) => {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const isReader = isReading && !OF_PROGRAMS.test(request.path) && request.accepts(['json', 'html']) === 'html';
    if (!isReader || !existsSync(join(folder, 'index.html'))) return next();
    response.status(404).sendFile('index.html', { root: folder, headers: { 'Cache-Control': 'no-cache' } });
  });
  return router;
}
