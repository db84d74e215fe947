import type { NextFunction, Request, Response } from 'express';

/** Everything the page needs comes from its own files: no inline script or style, nothing from elsewhere, no frame around it. */
const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self'",
  "script-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** An answer of the API is never a document: whoever makes a browser open it as one gets nothing to run. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Another app of the same process (the counters' API) may have pages of its own, to which this policy does not belong. */
const FOREIGN = /^\/(docs|v1)(\/|$)/;

export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  if (request.path.startsWith('/api/')) {
    response.setHeader('Content-Security-Policy', API_POLICY);
    // figures are of this instant: no cache on the way may keep them
    response.setHeader('Cache-Control', 'no-store');
  } else if (!FOREIGN.test(request.path)) {
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
  }
  next();
}
