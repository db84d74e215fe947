import { At } from '../input/fields.js';

/** What every command says. */
export class CommandDto {
  @At({ description: 'When it happened, with the offset from UTC; at most five minutes ahead of the server' })
  at!: string;
}
