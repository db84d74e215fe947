/** The first answers to commands whose sender may ask again, refusals and answers without events included (architecture 3). */
export const answerTable = `
create table log.answer (
  command        uuid        not null constraint answer_command_is_taken primary key,
  body           uuid        not null,
  recorded_at    timestamptz not null,
  first_position bigint,
  events         integer     not null,
  answer         jsonb       not null,
  constraint answer_with_events_names_the_first check ((events > 0) = (first_position is not null))
);
comment on column log.answer.command is 'fingerprint of (caller, command id)';
comment on column log.answer.body is 'fingerprint of the command''s body';
comment on column log.answer.first_position is 'its events are the positions first_position … first_position + events - 1';
`;
