import type { IncomingMessage, ServerResponse } from 'node:http';
import * as fixtures from './fixtures.js';
import { dossier, operations } from './fixtures-dossier.js';

let position = 100;
const started = Date.now();

function answer(path: string, query: URLSearchParams): unknown {
  switch (path) {
    case '/api/meta':
      return fixtures.meta;
    case '/api/overview':
      return fixtures.overview(query, position);
    case '/api/weeks':
      return fixtures.weeks();
    case '/api/unit':
      return fixtures.unit(query, position);
    case '/api/drill':
      return fixtures.drill(query, position);
    case '/api/worklist':
      return fixtures.worklist(query, position);
    case '/api/operations':
      return operations(position);
    case '/api/search':
      return fixtures.search(query.get('q') ?? '');
    default:
      return path.startsWith('/api/dossiers/')
        ? dossier(decodeURIComponent(path.slice('/api/dossiers/'.length)), position)
        : null;
  }
}

/** Answers /api/* with fixtures; the stream sends new figures each 3 s, and breaks after FIXTURE_CUT_AFTER_MS. */
export function fixtureServer(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const url = new URL(request.url ?? '/', 'http://fixtures');
  if (!url.pathname.startsWith('/api/')) return next();
  if (url.pathname === '/api/live') return live(url, response);
  const body = answer(url.pathname, url.searchParams);
  response.statusCode = body === null ? 404 : 200;
  response.setHeader('content-type', body === null ? 'application/problem+json' : 'application/json');
  response.end(
    JSON.stringify(body ?? { status: 404, title: 'Không tìm thấy', detail: 'Không có hồ sơ hoặc đơn vị này.' }),
  );
}

function live(url: URL, response: ServerResponse): void {
  const cutAfter = Number(process.env['FIXTURE_CUT_AFTER_MS'] ?? Infinity);
  if (Date.now() - started > cutAfter) {
    response.statusCode = 503;
    response.end();
    return;
  }
  const view = url.searchParams.get('view') ?? '';
  const path = view === 'dossier' ? `/api/dossiers/${url.searchParams.get('code') ?? ''}` : `/api/${view}`;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = () => {
    position++;
    response.write(`id: ${position}\nevent: figures\ndata: ${JSON.stringify(answer(path, url.searchParams))}\n\n`);
    if (Date.now() - started > cutAfter) response.destroy();
  };
  send();
  const timer = setInterval(send, 3_000);
  response.on('close', () => clearInterval(timer));
}

/** The policy that apps/supervisor sends with the page, so that a breach of it shows here as well. */
export function policy(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
  response.setHeader(
    'content-security-policy',
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  next();
}
