import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the relay has got, and who reads which slot straight from the log. */
export class Stream1733011300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(relayTable);
    await runner.query(leaseTables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.stream_lease, ops.stream_member, log.relay');
  }
}

const relayTable = `
create table log.relay (
  topic      text        not null constraint relay_topic_is_taken primary key,
  epoch      uuid        not null,
  position   bigint      not null default 0,
  ends       jsonb       not null default '{}',
  updated_at timestamptz not null default now()
);
comment on table  log.relay is 'Up to where the log has been acknowledged by the topic''s brokers; moved by compare-and-swap';
comment on column log.relay.epoch is 'the life of the log in which position counts';
comment on column log.relay.ends is 'partition → offset after the last acknowledged message: a topic that ends before it was made anew';
`;

const leaseTables = `
create table ops.stream_member (
  group_name text        not null,
  holder     text        not null,
  until      timestamptz not null,
  constraint stream_member_is_taken primary key (group_name, holder)
);
comment on table ops.stream_member is 'Subscribers of a group that read straight from the log and are alive';

create table ops.stream_lease (
  group_name text        not null,
  slot       smallint    not null,
  holder     text,
  until      timestamptz not null default now(),
  constraint stream_lease_is_taken primary key (group_name, slot)
);
comment on table ops.stream_lease is 'Which subscriber of a group reads which slot';
`;
