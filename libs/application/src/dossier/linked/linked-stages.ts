import type pg from 'pg';

/** A stage that one dossier has opened under the code of another one. */
export interface LinkedStage {
  parent: string;
  child: string;
  position: bigint;
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

  /** Stages opened after a position, in the order of the log. */
  async openedAfter(position: bigint): Promise<LinkedStage[]> {
    const { rows } = await this.pool.query<{ parent: string; child: string; position: string }>({
      name: 'linked-opened',
      text: `select stream as parent, data ->> 'child' as child, position from log.event
              where type = 'LinkedStageOpened' and position > $1 order by position`,
      values: [position],
    });
    return rows.map((row) => ({ ...row, position: BigInt(row.position) }));
  }
}
