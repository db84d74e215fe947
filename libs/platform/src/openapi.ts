// Apart from the rest of this library: only apps with an API of their own load what describes one.
export { ProblemDto, problemsOf } from './openapi/problems.js';
export { documentText } from './openapi/shape.js';
