import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { MOST_MESSAGES } from '../input/limits.js';

@ApiSchema({ name: 'FeedBatch', description: 'A batch of the national exchange format, as one-stop systems emit it' })
export class FeedBatchDto {
  @ApiProperty({ type: String, enum: ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'], example: 'DongBoHoSoMC' })
  service!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    maxItems: MOST_MESSAGES,
    description: 'Dossiers or lines of progress; times are yyyyMMddHHmmss, local',
    example: [
      {
        MaHoSo: 'H19.45.22-241205-0001',
        MaTTHC: '1.001193',
        KenhThucHien: '1',
        ChuHoSo: 'Nguyễn Thị Ví Dụ',
        MaDoiTuong: '075190000001',
        NgayTiepNhan: '20241205093000',
        NgayHenTra: '20241206170000',
        TrangThaiHoSo: '2',
        DonViXuLy: 'UBND phường Xuân Bình',
      },
    ],
  })
  data!: unknown[];
}

@ApiSchema({ name: 'FeedFault' })
export class FeedFaultDto {
  @ApiProperty({ type: String, example: '#/data/0/NgayHenTra' })
  pointer!: string;
  @ApiProperty({ type: String, example: 'impossible-date', description: 'Stable word for programs' })
  code!: string;
  @ApiProperty({ type: String })
  detail!: string;
}

@ApiSchema({ name: 'FeedMessageReport' })
export class FeedMessageDto {
  @ApiProperty({ type: 'integer', description: 'Place in `data`, from 0' })
  index!: number;
  @ApiProperty({ type: String, nullable: true, description: 'MaHoSo, where it could be read' })
  code!: string | null;
  @ApiProperty({ type: [FeedFaultDto] })
  faults!: FeedFaultDto[];
}

@ApiSchema({ name: 'FeedReport' })
export class FeedReportDto {
  @ApiProperty({ type: 'integer' })
  messages!: number;
  @ApiProperty({ type: 'integer', description: 'Messages that added facts' })
  accepted!: number;
  @ApiProperty({ type: 'integer', description: 'Messages that said nothing new' })
  unchanged!: number;
  @ApiProperty({ type: 'integer', description: 'Events recorded' })
  events!: number;
  @ApiProperty({ type: 'integer', description: 'Messages kept aside' })
  refusedMessages!: number;
  @ApiProperty({ type: 'integer', description: 'Messages accepted but for a part' })
  defectMessages!: number;
  @ApiProperty({
    type: [FeedMessageDto],
    maxItems: 500,
    description: 'Kept aside with their reasons; the first of them',
  })
  refused!: FeedMessageDto[];
  @ApiProperty({ type: [FeedMessageDto], maxItems: 500, description: 'Accepted but for a part; the first of them' })
  defects!: FeedMessageDto[];
}
