import { HttpException } from '@nestjs/common';

/** One fault of a request. Exactly one of `pointer`, `parameter`, `header` says where it is. */
export interface ProblemError {
  /** JSON pointer into the body as a URI fragment (RFC 6901 §6): `#/items/0/code`; `#` is the whole body. */
  pointer?: string;
  /** Name of a query or path parameter. */
  parameter?: string;
  /** Name of a header. */
  header?: string;
  /** Stable word for programs: `required`, `too-long`, `unknown-field`, … */
  code: string;
  /** What is wrong and what is expected, in Vietnamese. */
  detail: string;
}

/** Problem details of HTTP APIs (RFC 9457), sent as application/problem+json. */
export interface Problem {
  /** A stable reference per kind of problem: `/problems/<kind>`. */
  type: string;
  /** The kind in a few words, in Vietnamese. */
  title: string;
  status: number;
  /** This occurrence in one sentence, in Vietnamese. */
  detail?: string;
  /** The request's path. */
  instance?: string;
  /** Every fault of the request, not only the first. */
  errors?: ProblemError[];
  /** Members of a certain kind of problem. */
  [extension: string]: unknown;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Kinds of problem that every app answers with: HTTP status and title. An app may use kinds of its own. */
const KINDS = {
  'invalid-request': [422, 'Yêu cầu có trường không hợp lệ'],
  'invalid-parameter': [400, 'Tham số không hợp lệ'],
  'malformed-json': [400, 'Nội dung không phải là JSON hợp lệ'],
  'not-utf8': [400, 'Nội dung không phải là văn bản UTF-8'],
  'malformed-request': [400, 'Yêu cầu sai định dạng'],
  unauthorized: [401, 'Chưa đăng nhập'],
  forbidden: [403, 'Không có quyền'],
  'not-found': [404, 'Không tìm thấy'],
  'method-not-allowed': [405, 'Phương thức không được hỗ trợ'],
  'not-acceptable': [406, 'Không có dạng trả lời được yêu cầu'],
  timeout: [408, 'Yêu cầu đến quá chậm'],
  conflict: [409, 'Xung đột với trạng thái hiện tại'],
  gone: [410, 'Không còn tồn tại'],
  'too-large': [413, 'Nội dung quá lớn'],
  'too-complex': [413, 'Nội dung có quá nhiều phần'],
  'address-too-long': [414, 'Địa chỉ quá dài'],
  'unsupported-media-type': [415, 'Kiểu nội dung không được hỗ trợ'],
  'expectation-failed': [417, 'Không đáp ứng được Expect'],
  'too-many-requests': [429, 'Quá nhiều yêu cầu'],
  'headers-too-large': [431, 'Phần đầu của yêu cầu quá lớn'],
  internal: [500, 'Lỗi của hệ thống'],
  unavailable: [503, 'Hệ thống tạm thời chưa sẵn sàng'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof KINDS;

/** A problem of one of the common kinds. */
export function problem(kind: ProblemKind, rest: Partial<Omit<Problem, 'type' | 'title' | 'status'>> = {}): Problem {
  const [status, title] = KINDS[kind];
  return { type: `/problems/${kind}`, title, status, ...rest };
}

/** The kind for an HTTP status that somebody else chose; 400 or 500 as the nearest when there is none. */
export function kindOfStatus(status: number): ProblemKind {
  if (status === 400) return 'malformed-request';
  const found = (Object.keys(KINDS) as ProblemKind[]).find((kind) => KINDS[kind][0] === status);
  return found ?? (status >= 400 && status < 500 ? 'malformed-request' : 'internal');
}

/** Throw it anywhere in a request: the ProblemFilter sends it. */
export class ProblemException extends HttpException {
  constructor(
    readonly problem: Problem,
    options?: { cause?: unknown },
  ) {
    super(problem, problem.status, options);
  }
}

/** `refuse('not-found', { detail: '…' })` as one expression. */
export function refuse(
  kind: ProblemKind,
  rest?: Partial<Omit<Problem, 'type' | 'title' | 'status'>>,
): ProblemException {
  return new ProblemException(problem(kind, rest));
}

/** A JSON pointer as a URI fragment from its steps: `pointer('items', 0, 'code')` = `#/items/0/code`. */
export function pointer(...steps: (string | number)[]): string {
  const escaped = steps.map((step) => encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1')));
  return ['#', ...escaped].join('/');
}
