import { eventually, tracker } from '../test/programs.js';
import { openTheatre, type Stage } from './stage.js';

const theatre = openTheatre();
let stage: Stage;
beforeEach(() => {
  ({ stage } = theatre);
});

/** How many sessions wait for a lock that this spec holds. */
async function waiting(): Promise<number> {
  const { rows } = await stage.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
  );
  return rows[0].n;
}

describe.each(['the log', 'Kafka'])('projectors that read from %s', (from) => {
  beforeEach(async () => {
    if (from === 'the log') return;
    stage.settings.KAFKA_BROKERS = theatre.kafka.brokers.join(',');
    await stage.start('counter');
  });

  it('go on when one of them freezes in the middle of a batch, and it writes nothing when it wakes up', async () => {
    await stage.write(200);
    const zombie = await stage.start('projector');
    await stage.expectAgreement();

    // its next batch gets as far as the cells, with its checkpoints moved and locked
    const obstacle = await stage.pool.connect();
    await obstacle.query('begin; lock table read.cell in exclusive mode');
    await stage.write(50);
    await eventually(waiting, (n) => n > 0);
    zombie.child.kill('SIGSTOP');
    await obstacle.query('rollback');
    obstacle.release();

    await stage.start('projector');
    await stage.write(50);
    await stage.expectAgreement();
    zombie.child.kill('SIGCONT');
    await zombie.printed(/batch was not folded; trying again|database does not answer|slots (given away|assigned)/);
    await stage.write(50);
    await stage.expectAgreement();
    expect(await zombie.stop()).toMatchObject({ status: 0 });
    await stage.write(10);
    await stage.expectAgreement();
  }, 240_000);

  it('share the work as they come and go in the middle of batches and of a rebuild, and come to the same cells', async () => {
    const cells = async (): Promise<unknown[]> => {
      const { rows } = await stage.pool.query(
        `select to_jsonb(c) - 'generation' as cell from read.cell c
         where generation = (select id from read.generation where state = 'current') order by scope, unit, grain, bucket`,
      );
      return rows;
    };
    const ongoing = (async () => {
      for (let i = 0; i < 20; i++) await stage.write(100);
    })();
    const [first, second, third] = [
      await stage.start('projector'),
      await stage.start('projector'),
      await stage.start('projector'),
    ];
    await first.stop();
    const fourth = await stage.start('projector');
    await second.stop('SIGKILL');
    await ongoing;
    await stage.expectAgreement();
    const byMany = await cells();
    expect(byMany.length).toBeGreaterThan(0);

    const rebuilding = tracker(['rebuild'], stage.settings);
    let rebuilt = false;
    void rebuilding.then(() => (rebuilt = true));
    const joining = stage.start('projector');
    await third.stop();
    await eventually(
      async () => {
        expect((await cells()).length).toBe(byMany.length);
        return rebuilt;
      },
      Boolean,
      90_000,
    );
    expect(await rebuilding).toMatchObject({ status: 0 });
    await joining;
    await fourth.stop();
    expect(await cells()).toEqual(byMany);
    await stage.write(20);
    await stage.expectAgreement();
    expect(await tracker(['verify'], stage.settings)).toMatchObject({ status: 0 });
  }, 240_000);
});
