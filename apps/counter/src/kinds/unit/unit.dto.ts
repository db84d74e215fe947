import { ApiSchema } from '@nestjs/swagger';
import { CommandDto } from '../../commands/command.dto.js';
import { Day, Emails, Text, Texts, Token, Tokens, Whole } from '../../input/fields.js';

const NAME = { example: 'Phường Xuân An' };
const POPULATION = { example: 'ward', description: 'Key of one of the plan’s populations' };

/** What may be said of a unit beside its name, its population and its span. */
class ParticularsDto extends CommandDto {
  @Token({ optional: true, example: 'H19.45.23', description: 'Prefix of the codes of its dossiers' }, 40)
  agencyCode?: string;
  @Texts(20, 200, {
    optional: true,
    example: ['UBND phường Xuân An'],
    description: 'Other spellings by which senders call it',
  })
  aliases?: string[];
  @Emails(20, { optional: true, description: 'Addresses for its mail' })
  addresses?: string[];
  @Whole(0, 10_000, {
    optional: true,
    example: 4,
    description: 'Officers on duty at its counter, from that day on',
  })
  officersOnDuty?: number;
}

@ApiSchema({ name: 'OpenUnit' })
export class OpenUnitDto extends ParticularsDto {
  @Text(200, NAME)
  name!: string;
  @Token(POPULATION, 40)
  population!: string;
}

@ApiSchema({ name: 'RenameUnit' })
export class RenameUnitDto extends CommandDto {
  @Text(200, NAME)
  name!: string;
  @Day({ description: 'The first day of the new name' })
  from!: string;
}

@ApiSchema({ name: 'ChangeUnit' })
export class ChangeUnitDto extends ParticularsDto {
  @Day({ description: 'The first day on which it holds' })
  from!: string;
  @Token({ ...POPULATION, optional: true }, 40)
  population?: string;
}

@ApiSchema({ name: 'CloseUnit' })
export class CloseUnitDto extends CommandDto {
  @Day({ description: 'The first day on which it is no more' })
  on!: string;
  @Tokens(20, {
    optional: true,
    example: ['26080@2019-06-01'],
    description: 'Who takes over on that day: keys, or codes of that day; of several a dossier’s own place decides',
  })
  successors?: string[];
}

@ApiSchema({ name: 'RetractUnitFact' })
export class RetractUnitFactDto extends CommandDto {
  @Whole(1, 1_000_000, { example: 12, description: 'Version of the fact that is taken back' })
  event!: number;
}
