import { recordChangesOf } from './change.sql.js';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Populations, the plan and its list of metrics are data; a target may be one unit's own. Where populations were words
 * of the code, the three of them become rows: a folder of seeds with populations of its own takes their place.
 */
export class Plan1733012700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ref.population (
        key text primary key,
        label text not null,
        heading text not null,
        total text not null,
        nth integer not null,
        rated boolean not null
      );
      insert into ref.population (key, label, heading, total, nth, rated) values
        ('city', 'Thành phố', 'Tại thành phố', 'Cộng thành phố', 1, true),
        ('ward', 'Phường, xã', 'Tại phường, xã', 'Cộng phường, xã', 2, true),
        ('branch', 'Ngành dọc', 'Ngành dọc (ngoài các tỷ lệ)', 'Cộng ngành dọc', 3, false);

      alter table ref.unit drop constraint unit_population;
      alter table ref.procedure alter column population set default '';

      alter table ref.target add column unit text not null default '',
        drop constraint target_pkey,
        add primary key (metric, population, unit, period_from, section, reading);

      create table ref.plan (
        number text primary key,
        name text not null,
        issued date,
        issuer text not null default '',
        period_from date not null,
        period_to date not null
      );
      create table ref.plan_metric (
        metric text primary key,
        nth integer not null,
        heading text not null default '',
        section text not null default '',
        shown text[] not null default '{}'
      );
      ${recordChangesOf('population', 'key')}
      ${recordChangesOf('plan', 'number')}
      ${recordChangesOf('plan_metric', 'metric')}
      drop trigger target_is_recorded on ref.target;
      drop trigger target_is_not_truncated on ref.target;
      ${recordChangesOf('target', 'metric', 'population', 'unit', 'period_from', 'section', 'reading')}
      update ref.revision set n = n + 1 where n > 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ref.plan, ref.plan_metric;
      delete from ref.target where unit <> '';
      alter table ref.target drop constraint target_pkey, drop column unit,
        add primary key (metric, population, period_from, section, reading);
      alter table ref.procedure alter column population set default 'ward';
      alter table ref.unit add constraint unit_population check (population in ('city', 'ward', 'branch'));
      drop table ref.population;
      drop trigger target_is_recorded on ref.target;
      drop trigger target_is_not_truncated on ref.target;
      ${recordChangesOf('target', 'metric', 'population', 'period_from', 'section', 'reading')}
    `);
  }
}
