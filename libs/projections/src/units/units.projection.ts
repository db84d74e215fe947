import type pg from 'pg';
import { type RecordedEvent, standingFacts, type UnitFact, type UnitLife, unitLives, type UnitRegister } from '#domain';
import { partitionOf, type Projection } from '../projection.js';

/** A row as PostgreSQL reads it from JSON: column → value. */
export type Row = Record<string, unknown>;

export interface UnitRows {
  lives: Row[];
  facts: Row[];
}

/** Who said a fact stands in its envelope, not in its content. */
export type SaidFact = UnitFact & RecordedEvent & { meta: { caller: string } };

/** All rows of the register: some dozens of units and a few facts a year, so that they are written as a whole. */
export function unitRows(stream: string, register: UnitRegister): UnitRows {
  const standing = new Set(standingFacts(register));
  return {
    lives: [...unitLives(register).values()].map(lifeRow),
    facts: (register.facts as readonly SaidFact[]).map((fact) => ({
      stream,
      version: fact.version,
      unit: fact.data.unit,
      type: fact.type,
      day: 'from' in fact.data ? fact.data.from : 'on' in fact.data ? fact.data.on : null,
      data: fact.data,
      recorded_at: fact.recordedAt,
      source: fact.meta.caller,
      stands: standing.has(fact),
    })),
  };
}

const lifeRow = (life: UnitLife): Row => ({
  key: life.key,
  code: life.code,
  name: life.name,
  population: life.population,
  agency_code: life.agencyCode,
  aliases: life.aliases,
  valid_from: life.validFrom,
  valid_to: life.validTo,
  successors: life.successors,
  addresses: life.addresses,
  officers_on_duty: life.officersOnDuty.at(-1)?.n ?? null,
});

/** Reads rows of $1 as the table has them. */
export const rowsFrom = (table: string): string => `jsonb_populate_recordset(null::read.${table}, $1::jsonb)`;

async function replace(client: pg.ClientBase, table: string, part: number, rows: readonly Row[]): Promise<void> {
  await client.query(`delete from ${partitionOf(table, part)}`);
  await client.query(`insert into ${partitionOf(table, part)} select * from ${rowsFrom(table)}`, [
    JSON.stringify(rows.map((row) => ({ ...row, generation: part }))),
  ]);
}

/** Each unit as it stands, and what has been said of it: lists and time lines. Programs that decide read the log itself. */
export const UNITS: Projection<UnitRows> = {
  name: 'units',
  version: 1,
  tables: [
    { name: 'unit_life', key: 'key', fillfactor: 100 },
    { name: 'unit_fact', key: 'stream, version', fillfactor: 100 },
  ],
  async write(client, part, { lives, facts }) {
    await replace(client, 'unit_life', part, lives);
    await replace(client, 'unit_fact', part, facts);
  },
};
