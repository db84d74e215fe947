import { isStock, type Measure } from './measures.js';
import type { Fraction } from './rate.js';

/**
 * Every metric that can be derived from dossier events (metrics.md). A metric is a numerator over a denominator, each a
 * sum of measures: flows over the period, stocks at its end. Which of them a plan counts, where it says so and what it
 * asks for are data (seeds/metrics.csv, seeds/targets.csv), not code.
 */
export interface MetricDefinition {
  id: string;
  label: string;
  numerator: readonly Measure[];
  denominator: readonly Measure[];
  /** in words: what is over what, and the day on which it counts */
  definition: string;
  /** the decree, decision, circular or national form that defines it; '' where only a plan does */
  source: string;
}

const RESOLVED = ['resolvedBefore', 'resolvedOnDay', 'resolvedLate'] as const;
const ON_TIME = ['resolvedBefore', 'resolvedOnDay'] as const;
const OPEN = ['openWithin', 'openLate', 'waiting'] as const;

export const METRICS: readonly MetricDefinition[] = [
  {
    id: 'on-time',
    label: 'Giải quyết đúng hạn',
    numerator: ON_TIME,
    denominator: RESOLVED,
    definition: 'Hồ sơ giải quyết xong trước hoặc đúng hạn trên hồ sơ đã giải quyết, tính vào ngày giải quyết xong',
    source: 'công thức của biểu II.06a',
  },
  {
    id: 'on-time-766',
    label: 'Đúng hạn theo QĐ 766',
    numerator: ['endedInTime766', 'openInTime766'],
    denominator: ['ended766', ...OPEN],
    definition:
      'Hồ sơ kết thúc trong kỳ đúng hạn và hồ sơ chưa đến hạn trên tất cả hồ sơ kết thúc và đang xử lý cuối kỳ',
    source: 'QĐ 766/QĐ-TTg, chỉ số 2.1',
  },
  {
    id: 'digitised',
    label: 'Số hóa hồ sơ',
    numerator: ['digitised'],
    denominator: ['received'],
    definition: 'Hồ sơ tiếp nhận đã số hóa đủ giấy tờ trên hồ sơ tiếp nhận, tính vào ngày tiếp nhận',
    source: '',
  },
  {
    id: 'e-result',
    label: 'Kết quả điện tử',
    numerator: ['electronicResult'],
    denominator: ['electronicResultOf'],
    definition: 'Kết quả có bản điện tử có giá trị pháp lý trên hồ sơ đã giải quyết, trừ thủ tục có tính đặc thù',
    source: '',
  },
  {
    id: 'online',
    label: 'Hồ sơ trực tuyến',
    numerator: ['receivedOnline'],
    denominator: ['received'],
    definition: 'Hồ sơ nộp trực tuyến trên hồ sơ tiếp nhận, tính vào ngày tiếp nhận',
    source: '',
  },
  {
    id: 'cashless',
    label: 'Thanh toán không tiền mặt',
    numerator: ['cashlessPayments'],
    denominator: ['paymentsOfKnownMeans'],
    definition: 'Lượt nộp phí không dùng tiền mặt trên lượt nộp biết rõ hình thức, tính vào ngày nộp',
    source: '',
  },
  {
    id: 'online-payment',
    label: 'Thanh toán trực tuyến',
    numerator: ['onlinePayments'],
    denominator: ['payments'],
    definition: 'Lượt nộp phí trực tuyến trên lượt nộp phí, tính vào ngày nộp',
    source: '',
  },
  {
    id: 'counter-rating',
    label: 'Đánh giá tại quầy',
    numerator: ['ratedSatisfied'],
    denominator: ['rated'],
    definition: 'Lượt đánh giá hài lòng và rất hài lòng trên lượt đánh giá, tính vào ngày đánh giá',
    source: 'TT 01/2018/TT-VPCP Đ.13',
  },
  {
    id: 'apology',
    label: 'Xin lỗi khi trễ hẹn',
    numerator: ['apologised'],
    denominator: ['becameOverdue'],
    definition: 'Hồ sơ quá hạn đã có phiếu xin lỗi trên hồ sơ quá hạn, tính vào ngày quá hạn',
    source: 'NĐ 61/2018/NĐ-CP Đ.19 k.9',
  },
  {
    id: 'apology-in-time',
    label: 'Xin lỗi kịp thời',
    numerator: ['apologisedInTime'],
    denominator: ['becameOverdue'],
    definition: 'Hồ sơ quá hạn được xin lỗi trong thời hạn luật định trên hồ sơ quá hạn, tính vào ngày quá hạn',
    source: 'NĐ 61/2018/NĐ-CP Đ.19 k.9',
  },
  {
    id: 'non-territorial',
    label: 'Không phụ thuộc địa giới',
    numerator: ['takenInForOthers'],
    denominator: ['takenIn'],
    definition: 'Hồ sơ nhận hộ đơn vị khác trên hồ sơ nhận tại quầy của đơn vị, tính vào ngày tiếp nhận',
    source: '',
  },
  {
    id: 'filed-by-post',
    label: 'Nộp qua bưu chính công ích',
    numerator: ['receivedByPost'],
    denominator: ['received'],
    definition: 'Hồ sơ nộp qua bưu chính trên hồ sơ tiếp nhận, tính vào ngày tiếp nhận',
    source: 'QĐ 45/2016/QĐ-TTg',
  },
  {
    id: 'returned-by-post',
    label: 'Trả qua bưu chính công ích',
    numerator: ['returnedByPost'],
    denominator: ['returned'],
    definition: 'Kết quả trả qua bưu chính trên kết quả đã trả, tính vào ngày trả',
    source: 'QĐ 45/2016/QĐ-TTg',
  },
  {
    id: 'received-by-postal-staff',
    label: 'Bưu chính tiếp nhận tại Bộ phận',
    numerator: ['receivedByPostalStaff'],
    denominator: ['received'],
    definition: 'Hồ sơ do nhân viên bưu chính tiếp nhận tại quầy trên hồ sơ tiếp nhận, tính vào ngày tiếp nhận',
    source: '',
  },
  {
    id: 'notified',
    label: 'Thông báo cho người nộp',
    numerator: ['notified'],
    denominator: RESOLVED,
    definition: 'Hồ sơ đã giải quyết được báo kết quả qua SMS, Zalo, thư điện tử hoặc VNeID trên hồ sơ đã giải quyết',
    source: '',
  },
];

const BY_ID = new Map(METRICS.map((metric) => [metric.id, metric]));
/** The definition of a metric; undefined when there is none of that id. */
export const metricOf = (id: string): MetricDefinition | undefined => BY_ID.get(id);

/** The columns that every supervisor expects, each a sum of measures at the start, over, or at the end of the period. */
export interface ColumnDefinition {
  id: string;
  label: string;
  measures: readonly Measure[];
  at: 'before' | 'flow' | 'end';
}

const column = (id: string, label: string, at: ColumnDefinition['at'], ...measures: Measure[]): ColumnDefinition => ({
  id,
  label,
  measures,
  at,
});

export const COLUMNS: readonly ColumnDefinition[] = [
  column('carried', 'Từ kỳ trước', 'before', ...OPEN),
  column('received', 'Tiếp nhận', 'flow', 'received'),
  column('transferredIn', 'Nhận chuyển đến', 'flow', 'transferredIn'),
  column('reopened', 'Giải quyết lại', 'flow', 'reopened'),
  column('resolvedBefore', 'Trước hạn', 'flow', 'resolvedBefore'),
  column('resolvedOnDay', 'Đúng hạn', 'flow', 'resolvedOnDay'),
  column('resolvedLate', 'Quá hạn', 'flow', 'resolvedLate'),
  column('withdrawn', 'Rút', 'flow', 'withdrawn'),
  column('stopped', 'Dừng', 'flow', 'stopped'),
  column('transferredOut', 'Chuyển đi', 'flow', 'transferredOut'),
  column('openWithin', 'Đang xử lý trong hạn', 'end', 'openWithin'),
  column('openLate', 'Đang xử lý quá hạn', 'end', 'openLate'),
  column('waiting', 'Tạm dừng', 'end', 'waiting'),
  column('refused', 'Từ chối tiếp nhận', 'flow', 'refused'),
  column('submitted', 'Chờ tiếp nhận', 'end', 'submitted'),
  column('unreturned', 'Chưa trả kết quả', 'end', 'unreturned'),
  // what was received as a stage of another dossier: in no rate and no other column, since the whole is counted once
  column('linkedReceived', 'Liên thông: tiếp nhận', 'flow', 'linkedReceived'),
  column('linkedResolved', 'Liên thông: giải quyết', 'flow', 'linkedResolved'),
  column('linkedLate', 'Liên thông: quá hạn', 'flow', 'linkedLate'),
];

/** Sums of one measure over a span of days: before it, over it, and at its end. */
export interface MeasureSum {
  measure: Measure;
  before: number;
  flow: number;
  end: number;
}

export interface Figures {
  columns: Record<string, number>;
  metrics: Record<string, Fraction>;
}

/**
 * Columns and metrics from sums of measures. A rate is left to its two integers: an empty denominator is "no data".
 * @param counted the metrics of the plan
 */
export function figuresOf(sums: Iterable<MeasureSum>, counted: readonly MetricDefinition[] = METRICS): Figures {
  const byMeasure = new Map<Measure, { before: number; flow: number; end: number }>();
  for (const { measure, before, flow, end } of sums) {
    const known = byMeasure.get(measure) ?? { before: 0, flow: 0, end: 0 };
    byMeasure.set(measure, { before: known.before + before, flow: known.flow + flow, end: known.end + end });
  }
  const sum = (measures: readonly Measure[], at: (measure: Measure) => 'before' | 'flow' | 'end') =>
    measures.reduce((n, measure) => n + (byMeasure.get(measure)?.[at(measure)] ?? 0), 0);
  const natural = (measure: Measure) => (isStock(measure) ? 'end' : 'flow');
  return {
    columns: Object.fromEntries(COLUMNS.map(({ id, measures, at }) => [id, sum(measures, () => at)])),
    metrics: Object.fromEntries(
      counted.map(({ id, numerator, denominator }) => [
        id,
        { numerator: sum(numerator, natural), denominator: sum(denominator, natural) },
      ]),
    ),
  };
}
