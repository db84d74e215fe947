import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { stringify } from 'csv-stringify/sync';
import { dayText, type Instant, localDay, localTime, timeText } from '#domain';
import { worklist, type WorklistQuestion } from '#projections';
import { Parameters } from '../query/parameters.js';
import { type Present, PresentReader } from '../query/present.js';
import { ReadModel } from '../query/read-model.js';
import { type WorklistExport, WorklistExportQuery } from './worklist-export.query.js';
import type { WorklistItem } from './worklist.query.js';
import { readWorklist, worklistItem } from './worklist.js';

const PAGE = 500;
/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

@QueryHandler(WorklistExportQuery)
export class WorklistExportHandler implements IQueryHandler<WorklistExportQuery> {
  constructor(
    private readonly model: ReadModel,
    private readonly present: PresentReader,
  ) {}

  async execute({ raw }: WorklistExportQuery): Promise<WorklistExport> {
    const present = await this.present.read();
    const parameters = new Parameters(raw);
    const question = readWorklist(parameters, present);
    // the page's own address is passed on as it is: the file has all pages
    parameters.text('after');
    parameters.done();
    return {
      name: `${question.apology === 'owed' ? OWED : NAMES[question.kind]}-${present.today}.csv`,
      lines: this.lines(question, present),
    };
  }

  /** Page by page by key, so that memory stays small and no transaction is held open while a slow reader reads. */
  private async *lines(question: WorklistQuestion, present: Present): AsyncIterable<string> {
    yield BYTE_ORDER_MARK + csv([COLUMNS.map(([title]) => title)]);
    const isLate = question.kind === 'late';
    let after: string | undefined;
    do {
      const { items, next } = await this.model.read((db) => worklist(db, question, { after, limit: PAGE }));
      yield csv(
        items.map((row) => worklistItem(row, isLate, present)).map((item) => COLUMNS.map(([, of]) => of(item))),
      );
      after = next ?? undefined;
    } while (after !== undefined);
  }
}

/** Texts come from elsewhere: what a spreadsheet would take for a formula is escaped. */
const csv = (rows: string[][]): string => stringify(rows, { escape_formulas: true, record_delimiter: 'windows' });

const NAMES = { late: 'ho-so-tre-han', today: 'ho-so-den-han-hom-nay', soon: 'ho-so-sap-den-han' };
const OWED = 'ho-so-no-phieu-xin-loi';
const APOLOGIES = { owed: 'còn nợ', issued: 'đã có', none: '' };
const PHASES: Record<string, string> = {
  open: 'đang xử lý',
  waiting: 'tạm dừng',
  resolved: 'đã giải quyết',
  withdrawn: 'đã rút',
  stopped: 'đã dừng',
};

const COLUMNS: [title: string, of: (item: WorklistItem) => string][] = [
  ['Mã hồ sơ', ({ code }) => code],
  ['Đơn vị', ({ unit }) => unit.name],
  ['Thủ tục', ({ procedure }) => procedure.name],
  ['Mã thủ tục', ({ procedure }) => procedure.code],
  ['Tiếp nhận', ({ receivedAt }) => moment(receivedAt)],
  ['Hẹn trả', ({ dueAt }) => moment(dueAt)],
  ['Quá hạn (ngày làm việc)', ({ daysLate }) => (daysLate ? String(daysLate.working) : '')],
  ['Quá hạn (ngày lịch)', ({ daysLate }) => (daysLate ? String(daysLate.calendar) : '')],
  ['Người giữ', ({ holder }) => holder ?? ''],
  ['Phiếu xin lỗi', ({ apology }) => APOLOGIES[apology]],
  ['Tình trạng', ({ phase }) => PHASES[phase] ?? phase],
];

const moment = (at: Instant | null): string =>
  at === null ? '' : `${dayText(localDay(at))} ${timeText(localTime(at))}`;
