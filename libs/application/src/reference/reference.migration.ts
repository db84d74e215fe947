import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reference data, effective-dated: what decisions look up and what the figures are held against. */
export class ReferenceData1732500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema if not exists ref;

      create table ref.unit (
        key text primary key,
        code text not null,
        name text not null,
        population text not null constraint unit_population check (population in ('city', 'ward', 'branch')),
        agency_code text,
        aliases text[] not null default '{}',
        valid_from date not null,
        valid_to date,
        successors text[] not null default '{}',
        constraint unit_span check (valid_to is null or valid_to > valid_from),
        constraint unit_code_from unique (code, valid_from)
      );

      create table ref.procedure (
        national text primary key,
        code text not null,
        name text not null,
        field text not null,
        limit_n integer,
        limit_unit text constraint procedure_limit_unit
          check (limit_unit in ('working-day', 'calendar-day', 'hour', 'month')),
        fee_vnd bigint not null default 0,
        special boolean not null default false,
        population text not null default 'ward'
      );

      create table ref.policy (
        key text not null,
        scope text not null default '',
        effective_from date not null,
        value text not null,
        source text not null default '',
        primary key (key, scope, effective_from)
      );

      create table ref.calendar_day (
        day date not null,
        kind text not null constraint calendar_day_kind check (kind in ('off', 'working')),
        unit text not null default '',
        announced_at timestamptz not null,
        note text not null default '',
        primary key (day, unit, announced_at)
      );

      create table ref.target (
        metric text not null,
        population text not null,
        period_from date not null,
        period_to date not null,
        op text not null default '>=',
        value numeric,
        section text not null,
        reading text not null default '',
        counts boolean not null default true,
        primary key (metric, population, period_from, section, reading)
      );

      create table ref.setting (key text primary key, value text not null);

      -- raised by every seeding: whoever holds reference data in memory reads it again
      create table ref.revision (id boolean primary key default true check (id), n bigint not null);
      insert into ref.revision (n) values (0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema ref cascade');
  }
}
