import type { NextFunction, Request, Response } from 'express';
import { type Problem, problem, ProblemException } from './problem.js';

/** Longest path with its query; the parser itself takes 16 KiB of line and headers. */
const LONGEST = 8_000;

/** What is wrong with the address of a request, whichever app it is for. */
export function addressFault(url: string): Problem | null {
  if (url.length > LONGEST) {
    return problem('address-too-long', {
      detail: `Địa chỉ không được dài quá ${LONGEST.toLocaleString('vi-VN')} ký tự.`,
    });
  }
  let text: string;
  try {
    text = decodeURIComponent(url.replaceAll('+', ' '));
  } catch {
    return problem('malformed-request', { detail: 'Địa chỉ có ký tự mã hoá sai: phải là UTF-8.' });
  }
  return text.includes('\0') ? problem('malformed-request', { detail: 'Địa chỉ có ký tự NUL.' }) : null;
}

/** RFC 9112 §3.2. */
const hostFault = ({ httpVersion, headers }: Request): Problem | null =>
  httpVersion === '1.1' && headers.host === undefined
    ? problem('malformed-request', { detail: 'Thiếu đầu mục Host.' })
    : null;

/** Refuses addresses that no route is to see: too long, broken escapes (which a query would read as U+FFFD), a null character. */
export function soundAddress(request: Request, _response: Response, next: NextFunction): void {
  const fault = hostFault(request) ?? addressFault(request.url);
  next(fault ? new ProblemException(fault) : undefined);
}
