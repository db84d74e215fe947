import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeLog } from '#event-store';

/** Finds who has opened a stage under a dossier's code. Of other kinds of events it holds nothing. */
export class LinkedStages1733012400000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return changeLog(
      runner,
      `create index event_linked_child on log.event ((data ->> 'child'), position) where type = 'LinkedStageOpened'`,
    );
  }

  down(runner: QueryRunner): Promise<void> {
    return changeLog(runner, 'drop index log.event_linked_child');
  }
}
