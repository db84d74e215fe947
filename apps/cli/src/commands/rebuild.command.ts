import { type GlobalOptions, say, withSystem } from '../context.js';
import { progressBar } from '../progress-bar.js';
import type { Status } from '../program.js';

export async function rebuild(globals: GlobalOptions, projections: string[]): Promise<Status> {
  return withSystem(globals, async ({ readers }) => {
    await readers.catchUp();
    const bar = progressBar('rebuild');
    const generation = await readers.projector.rebuild({
      only: projections.length > 0 ? projections : undefined,
      onProgress: ({ position, head }) => bar.update(Number(position), Number(head)),
    });
    bar.stop();
    if (!generation) {
      say('Another process is rebuilding already.');
      return 1;
    }
    say(`Generation ${generation.id} is current now: ${[...generation.folds.keys()].join(', ')} derived anew.`);
    return 0;
  });
}
