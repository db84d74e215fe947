import type pg from 'pg';
import { currentPart } from '#projections';

/** A stage that one dossier has opened under the code of another one. */
export interface LinkedStage {
  parent: string;
  child: string;
}

/** Which dossier is a stage of which, straight from the log: the whole is counted once, at its parent. */
export class LinkedStages {
  constructor(private readonly pool: pg.Pool) {}

  /** The dossiers that have opened a stage under these codes, the first one each; codes that are no stage are left out. */
  async parentsOf(codes: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ child: string; parent: string }>({
      name: 'linked-parents',
      text: `select distinct on (data ->> 'child') data ->> 'child' as child, stream as parent from log.event
              where type = 'LinkedStageOpened' and data ->> 'child' = any ($1::text[]) order by data ->> 'child', position`,
      values: [codes],
    });
    return new Map(rows.map(({ child, parent }) => [child, parent]));
  }

  /**
   * Stages opened after a position, in the order of the log, but for those of dossiers that are known to have been told
   * so; and the position up to which was looked.
   */
  async untoldAfter(position: bigint): Promise<{ stages: LinkedStage[]; upTo: bigint }> {
    const { rows: head } = await this.pool.query<{ position: string | null }>({
      name: 'linked-head',
      text: 'select max(position) as position from log.event',
    });
    const upTo = BigInt(head[0]!.position ?? 0);
    const { rows: stages } = await this.pool.query<LinkedStage>({
      // without a name: planned for these very positions, near the head but for the first time
      text: `select e.stream as parent, e.data ->> 'child' as child from log.event e
              where e.type = 'LinkedStageOpened' and e.position > $1 and e.position <= $2
                and not exists (select from read.dossier d
                                 where d.generation = ${currentPart('dossiers')}
                                   and d.code = e.data ->> 'child' and d.parent is not null)
              order by e.position`,
      values: [position, upTo],
    });
    return { stages, upTo };
  }
}
