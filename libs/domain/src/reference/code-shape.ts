import { isDossierCode } from './reference.js';

const SHAPE = /^[A-Za-z0-9._/-]{1,40}$/;
/** As many digits in a row as a telephone or an identity number has. */
const NUMBER = /\d{9}/;

/**
 * Whether a text that a sender wrote can be a code, and no name, telephone or identity number, address or sentence: only such a one may stand in
 * the open. A dossier's code is one, although its serial may be long.
 */
export const hasCodeShape = (text: string): boolean => (SHAPE.test(text) && !NUMBER.test(text)) || isDossierCode(text);

/** How an event refers to a sealed text in a place where a code would stand; no code has this shape. */
export const sealedText = (ref: string): string => `ref:${ref}`;

const SEALED = /^ref:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const isSealedText = (text: string): boolean => SEALED.test(text);
