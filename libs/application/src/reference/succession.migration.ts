import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Successors are keys, no longer codes: a code is that of the unit that was in force on the day of the merger. Days of one
 * unit likewise. Where no unit of that code was there, what stands stays, and the next seeding tells it.
 */
export class Succession1733012300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update ref.unit closed set successors = coalesce((
        select array_agg(coalesce(taking.key, name.text) order by name.nth)
          from unnest(closed.successors) with ordinality as name (text, nth)
          left join ref.unit taking
            on taking.code = name.text and taking.valid_from <= closed.valid_to
           and (taking.valid_to is null or taking.valid_to > closed.valid_to)
      ), '{}');

      update ref.calendar_day of_unit set unit = known.key
        from ref.unit known
       where known.code = of_unit.unit and known.valid_from <= of_unit.day
         and (known.valid_to is null or known.valid_to > of_unit.day);

      create table ref.succession (
        unit text not null,
        successor text not null,
        procedure text not null default '',
        agency_code text not null default '',
        primary key (unit, procedure, agency_code)
      );
      update ref.revision set n = n + 1 where n > 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ref.succession');
  }
}
