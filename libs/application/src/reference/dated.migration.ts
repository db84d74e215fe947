import type { MigrationInterface, QueryRunner } from 'typeorm';
import { logOwner, OWNER } from '#event-store';
import { changeTable, recordChange, recordChangesOf } from './change.sql.js';

/** Procedures with a span, office hours, and every change of reference data with who made it. */
export class DatedReference1733012600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ref.procedure
        add valid_from date not null default '1900-01-01',
        add valid_to date,
        add constraint procedure_span check (valid_to > valid_from),
        drop constraint procedure_pkey,
        add primary key (national, valid_from);

      create table ref.hours (
        unit text not null default '',
        valid_from date not null,
        weekday smallint not null constraint hours_weekday check (weekday between 1 and 7),
        announced_at timestamptz not null,
        opens time,
        closes time,
        lunch_from time,
        lunch_to time,
        constraint hours_whole check ((opens is null) = (closes is null) and (lunch_from is null) = (lunch_to is null)),
        constraint hours_order check (opens < closes),
        constraint hours_lunch check (
          lunch_from is null or (opens is not null and opens < lunch_from and lunch_from < lunch_to and lunch_to < closes)),
        primary key (unit, valid_from, weekday, announced_at)
      );
      comment on table ref.hours is 'A row each for a weekday (1 = Monday); without hours: off from that day on';
    `);
    await this.changes(runner);
    await runner.query(`
      select set_config('ref.by', 'migration', true), set_config('ref.source', '${DatedReference1733012600000.name}', true);
      -- read by nothing: the form II.06a is not made here
      delete from ref.policy where key in ('ii06a-withdrawn-stopped', 'ii06a-paused');
      update ref.revision set n = n + 1 where n > 0;
    `);
  }

  /** As the log, the changes belong to nobody who logs in, where such a role may be had: the application reads them only. */
  private async changes(runner: QueryRunner): Promise<void> {
    const [{ owner }] = (await runner.query(logOwner)) as [{ owner: string }];
    const [{ app }] = (await runner.query('select current_user as app')) as [{ app: string }];
    const isKept = owner === OWNER;
    if (isKept) {
      await runner.query(`grant usage, create on schema ref to ${OWNER}`);
      await runner.query(`set local role ${OWNER}`);
    }
    await runner.query(changeTable);
    await runner.query(recordChange);
    if (isKept) {
      await runner.query(`grant select on ref.change to "${app}"`);
      await runner.query('reset role');
      await runner.query(`revoke create on schema ref from ${OWNER}`);
    }
    await runner.query(recordChangesOf('unit', 'key'));
    await runner.query(recordChangesOf('procedure', 'national', 'valid_from'));
    await runner.query(recordChangesOf('policy', 'key', 'scope', 'effective_from'));
    await runner.query(recordChangesOf('calendar_day', 'day', 'unit', 'announced_at'));
    await runner.query(recordChangesOf('hours', 'unit', 'valid_from', 'weekday', 'announced_at'));
    await runner.query(recordChangesOf('target', 'metric', 'population', 'period_from', 'section', 'reading'));
    await runner.query(recordChangesOf('setting', 'key'));
    await runner.query(recordChangesOf('succession', 'unit', 'procedure', 'agency_code'));
  }

  async down(): Promise<void> {
    throw new Error('What was recorded is never taken back: restore a backup into another database instead.');
  }
}
