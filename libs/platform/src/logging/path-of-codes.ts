import { hasCodeShape } from '#domain';

/** A unit's key is a code with an `@` in it. */
const isStep = (step: string): boolean => step === '' || hasCodeShape(step.replace('@', '-'));

/** The path of an address as it may be logged and told: without its query, and without steps that are no codes, which may be anybody's name. */
export const pathOfCodes = (url: string): string =>
  url
    .split('?', 1)[0]!
    .split('/', 20)
    .map((step) => (isStep(step) ? step : '[hidden]'))
    .join('/');
