import { UNIT_KIND, type UnitCommand } from '#domain';
import { unitKey } from '../../input/checks.js';
import { found } from '../../input/finding.js';
import { PATTERNS } from '../../openapi/patterns.js';
import type { CommandEntry, CounterKind } from '../counter-kind.js';
import { ChangeUnitDto, CloseUnitDto, OpenUnitDto, RenameUnitDto, RetractUnitFactDto } from './unit.dto.js';

/** `restate` is what a table of seeds says, and no counter's. */
type UnitCommandType = Exclude<UnitCommand['type'], 'restate'>;
type BodyOf<T extends UnitCommandType> = Omit<Extract<UnitCommand, { type: T }>, 'type' | 'unit'>;
/** A body whose prefix is left out; only a table can say that a unit has none. */
type Entries = { [T in UnitCommandType]: CommandEntry<{ agencyCode?: string } & Omit<BodyOf<T>, 'agencyCode'>> };

const group = 'units';
const COMMANDS = {
  open: { group, dto: OpenUnitDto, summary: 'A unit is there from the day of its key on' },
  rename: { group, dto: RenameUnitDto, summary: 'It has another name from a day on' },
  change: {
    group,
    dto: ChangeUnitDto,
    summary: 'Something else holds of it from a day on',
    also: ({ at: _, from: __, ...said }: ChangeUnitDto) =>
      Object.values(said).every((value) => value === undefined) ? found('nothing-to-change') : [],
  },
  close: { group, dto: CloseUnitDto, summary: 'It is no more from a day on; others take over' },
  retract: { group, dto: RetractUnitFactDto, summary: 'A recorded fact of it is taken back' },
} satisfies Entries;

export const UNITS: CounterKind = {
  kind: UNIT_KIND.kind,
  path: 'units',
  code: {
    description: 'Unit key: its code and the first day of its span',
    example: '26080@2019-06-01',
    schema: { type: 'string', maxLength: 64, pattern: PATTERNS.unitKey },
  },
  check: unitKey,
  groups: { units: 'Offices that own dossiers: opened, renamed, changed, closed with successors' },
  commands: COMMANDS,
};
