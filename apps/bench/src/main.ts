import { Command } from 'commander';
import { openContext } from './frame/context.js';
import { machine } from './frame/machine.js';
import { markdown } from './frame/table.js';
import type { Outcome, Work } from './frame/work.js';
import { works } from './works/index.js';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function show(work: Work, outcome: Outcome): void {
  print(`\n## ${work.title} (\`${work.name}\`)\n\nAim: ${work.aim}`);
  for (const table of outcome.tables) print(`\n${markdown(table)}`);
  for (const remark of outcome.remarks ?? []) print(`\n${remark}`);
}

const program = new Command('npm run bench --')
  .description(
    'Measures the system beside its peers. Results in Markdown on standard output, progress on standard error.',
  )
  .argument('[works...]', `what to measure: ${works.map(({ name }) => name).join(', ')}; nothing = all of it`)
  .option('--big', 'sizes up to 10 M; hours')
  .option('--quick', 'small sizes: shows that it runs, its numbers mean nothing')
  .action(async (names: string[], options: { big?: boolean; quick?: boolean }) => {
    const unknown = names.filter((name) => !works.some((work) => work.name === name));
    if (unknown.length > 0) program.error(`There is no ${unknown.join(', ')}.`, { exitCode: 2 });
    const { context, close } = await openContext(options.quick ? 'quick' : options.big ? 'big' : 'normal');
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        // the work in hand loses its servers under its feet: what it says of that may not end the taking down
        process.on('unhandledRejection', () => undefined).on('uncaughtException', () => undefined);
        void close().finally(() => process.exit(130));
      });
    try {
      print(machine(context.postgres));
      for (const work of works) {
        if (names.length > 0 && !names.includes(work.name)) continue;
        process.stderr.write(`${work.name}\n`);
        show(work, await work.run(context));
      }
    } finally {
      await close();
    }
  });

await program.parseAsync();
