import { type GlobalOptions, print, say, withSystem } from '../context.js';
import type { Status } from '../program.js';

export async function replayRefused(globals: GlobalOptions, options: { json?: boolean }): Promise<Status> {
  return withSystem(globals, async ({ application, readers }) => {
    let accepted = 0;
    const still: { id: string; code: string | null; faults: unknown }[] = [];
    for await (const message of application.messages.refused()) {
      const { refused } = await application.feed.replay(message);
      if (refused) still.push({ id: message.id, code: message.code, faults: refused });
      else accepted += 1;
    }
    await readers.catchUp();
    await application.deadlines.sweep();
    await readers.catchUp();
    for (const { id, code, faults } of still) say(`${code ?? id}: ${JSON.stringify(faults)}`);
    say(`${accepted} let in, ${still.length} still refused.`);
    if (options.json) print({ accepted, refused: still });
    return still.length > 0 ? 1 : 0;
  });
}
