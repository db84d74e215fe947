import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type Problem, problem, PROBLEM_MEDIA_TYPE } from '../problems/problem.js';

function problemOfParser({ code }: NodeJS.ErrnoException): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem('headers-too-large', { detail: 'Dòng đầu và các đầu mục (header) không được quá 16 KiB.' });
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return problem('too-large', { detail: 'Phần mở rộng của một khúc (chunk) quá dài.' });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem('timeout', { detail: 'Yêu cầu không đến hết trong thời gian cho phép.' });
    default:
      return problem('malformed-request', { detail: 'Không đọc được yêu cầu như HTTP/1.1.' });
  }
}

/** An answer outside of any response: its connection ends with it. */
function answer(given: Problem): string {
  const body = JSON.stringify(given);
  return [
    `HTTP/1.1 ${given.status} ${STATUS_CODES[given.status]}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/** Answers with problem details what never becomes a request: Node’s own answers to a malformed line or header have no body. */
export function answerParserFaults(server: Server): void {
  // `soundAddress` refuses a request without Host; its types do not know that Node keeps its option here
  Object.assign(server, { requireHostHeader: false });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // somebody who is away, or in the middle of an answer, cannot be told
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return void socket.destroy();
    socket.end(answer(problemOfParser(error)));
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const given = problem('expectation-failed', { detail: 'Chỉ hỗ trợ Expect: 100-continue.' });
    const body = Buffer.from(JSON.stringify(given));
    response.writeHead(given.status, {
      'Content-Type': `${PROBLEM_MEDIA_TYPE}; charset=utf-8`,
      'Content-Length': body.length,
      Connection: 'close',
    });
    response.end(body);
  });
}
