import type { DossierEventData, DossierEventType, Due, Instant, Reason, ReferenceData } from '#domain';
import { dayText, isSealedText, shortInstantText, type Timeline } from '#domain';
import type { Detail } from './dossier.query.js';
import { procedureName, SEALED_TEXT, shownText, unitName } from '../query/names.js';

/** What an event is called on the page, and what of it is told. Sealed texts (reasons, particulars) are never opened here. */
interface Entry<T extends DossierEventType> {
  label: string;
  detail?: (data: DossierEventData<T>, reference: ReferenceData) => (Detail | null)[];
}

/** Thousands apart by a dot, as Vietnamese writes numbers. */
const dong = (amount: number): string => `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} đồng`;
const yes = (holds: boolean | undefined): string => (holds ? 'có' : 'không');

const detail = (label: string, value: string | undefined | null): Detail | null =>
  value === undefined || value === null ? null : { label, value: shownText(value) };
/** Another dossier by its code, which leads there. */
const other = (label: string, code: string | undefined): Detail | null => {
  const shown = detail(label, code);
  return shown && (isSealedText(code!) ? shown : { ...shown, dossier: code! });
};
const at = (label: string, instant: Instant | undefined): Detail | null =>
  detail(label, instant && shortInstantText(instant));
const due = (given: Due | undefined): Detail | null =>
  detail(
    'Hẹn trả',
    given && `${shortInstantText(given.at)} (${given.basis === 'stated' ? 'nơi gửi ấn định' : 'tính theo quy định'})`,
  );
const reason = (ref: string | undefined): Detail | null => detail('Lý do', ref && SEALED_TEXT);
const unit = (label: string, key: string | undefined, reference: ReferenceData): Detail | null =>
  detail(label, key && unitName(key, reference).name);

const CHANNELS = { counter: 'tại quầy', online: 'trực tuyến', post: 'qua bưu chính công ích' };
const SIGNATURES = { signed: 'đã ký số', unsigned: 'chưa ký số', unknown: 'không rõ ký số' };
const LIMITS = { 'working-day': 'ngày làm việc', 'calendar-day': 'ngày', hour: 'giờ làm việc', month: 'tháng' };

const intake = (
  data: DossierEventData<'Submitted' | 'Received' | 'Refused'>,
  reference: ReferenceData,
): (Detail | null)[] => [
  detail('Thủ tục', procedureName(data.procedure.code, reference).name),
  unit('Đơn vị giải quyết', data.unit, reference),
  data.receivingUnit === data.unit ? null : unit('Nơi tiếp nhận', data.receivingUnit, reference),
  detail('Cách nộp', CHANNELS[data.channel]),
];

/** Why the clock gave a dossier to the successor of its unit. */
function closing({ from, because }: DossierEventData<'Transferred'>, reference: ReferenceData): string {
  const validTo = from === undefined ? null : (reference.unitByKey(from)?.validTo ?? null);
  const since = validTo === null ? '' : ` từ ngày ${dayText(validTo)}`;
  return because === 'reopened'
    ? `đơn vị cũ đã kết thúc hoạt động${since}, trước khi hồ sơ được giải quyết lại; đơn vị kế thừa nhận hồ sơ`
    : `đơn vị cũ đã kết thúc hoạt động${since}; đơn vị kế thừa nhận tiếp hồ sơ`;
}

const CATALOGUE: { [T in DossierEventType]: Entry<T> } = {
  Submitted: { label: 'Nộp hồ sơ', detail: intake },
  Received: {
    label: 'Tiếp nhận',
    detail: (data, reference) => [
      ...intake(data, reference),
      data.place === 'mobile' ? detail('Nơi nhận', 'lưu động') : null,
      data.byPostalStaff ? detail('Người nhận', 'nhân viên bưu chính') : null,
      data.limit ? detail('Thời hạn', `${data.limit.n} ${LIMITS[data.limit.unit]}`) : null,
      due(data.due),
      other('Là bước liên thông của hồ sơ', data.parent),
    ],
  },
  Digitised: {
    label: 'Số hóa',
    detail: (data) => [
      detail('Đối tượng', data.ofResult ? 'kết quả giải quyết' : 'giấy tờ hồ sơ'),
      data.ofResult ? null : detail('Đủ giấy tờ', yes(data.complete)),
      data.signature ? detail('Chữ ký', SIGNATURES[data.signature]) : null,
      data.reused ? detail('Giấy tờ dùng lại', String(data.reused)) : null,
    ],
  },
  Forwarded: {
    label: 'Chuyển xử lý',
    detail: (data, reference) => [
      unit('Đến', data.unit, reference),
      detail('Người xử lý', data.officer),
      detail('Bước', data.stage),
      at('Hạn của bước', data.stageDue),
    ],
  },
  HandoverAccepted: { label: 'Nhận bàn giao', detail: (data) => [detail('Người nhận', data.officer)] },
  HandoverRejected: { label: 'Không nhận bàn giao', detail: (data) => [reason(data.reasonRef)] },
  Transferred: {
    label: 'Chuyển đơn vị giải quyết',
    detail: (data, reference) => [
      unit('Từ', data.from, reference),
      unit('Đến', data.unit, reference),
      data.because ? detail('Vì', closing(data, reference)) : null,
      reason(data.reasonRef),
    ],
  },
  ConsultationRequested: {
    label: 'Lấy ý kiến',
    detail: (data) => [detail('Cơ quan', data.agency), at('Hạn trả lời', data.answerDue)],
  },
  ConsultationAnswered: {
    label: 'Có ý kiến trả lời',
    detail: (data) => [detail('Cơ quan', data.agency), due(data.due)],
  },
  LinkedStageOpened: {
    label: 'Mở hồ sơ liên thông',
    detail: (data) => [other('Hồ sơ', data.child), detail('Cơ quan', data.agency), at('Hạn của bước', data.stageDue)],
  },
  LinkedStageCompleted: { label: 'Xong hồ sơ liên thông', detail: (data) => [other('Hồ sơ', data.child)] },
  ApplicantSubstituted: { label: 'Đổi người nộp', detail: (data) => [reason(data.reasonRef)] },
  ApplicantNotified: {
    label: 'Thông báo cho người nộp',
    detail: (data) => [
      detail('Cách', { sms: 'SMS', zalo: 'Zalo', email: 'thư điện tử', vneid: 'VNeID' }[data.means]),
      detail('Về', data.about === 'result' ? 'kết quả' : 'tiến độ'),
    ],
  },
  SupplementRequested: {
    label: 'Yêu cầu bổ sung',
    detail: (data) => [reason(data.reasonRef), at('Hạn bổ sung', data.answerDue)],
  },
  Supplemented: { label: 'Đã bổ sung', detail: (data) => [due(data.due)] },
  FinancialObligationRequested: {
    label: 'Yêu cầu nghĩa vụ tài chính',
    detail: (data) => [data.amount === undefined ? null : detail('Số tiền', dong(data.amount))],
  },
  FeePaid: {
    label: 'Nộp phí, lệ phí',
    detail: (data) => [
      detail('Số tiền', dong(data.amount)),
      detail(
        'Hình thức',
        {
          cash: 'tiền mặt',
          card: 'thẻ tại quầy',
          transfer: 'chuyển khoản tại quầy',
          online: 'trực tuyến',
          unknown: 'không rõ',
        }[data.means],
      ),
      due(data.due),
    ],
  },
  FeeRefunded: {
    label: 'Hoàn phí',
    detail: (data) => [detail('Số tiền', dong(data.amount)), reason(data.reasonRef)],
  },
  FeeWaived: { label: 'Miễn phí, lệ phí', detail: (data) => [reason(data.reasonRef), due(data.due)] },
  Suspended: { label: 'Tạm dừng', detail: (data) => [reason(data.reasonRef)] },
  Resumed: { label: 'Tiếp tục giải quyết', detail: (data) => [due(data.due)] },
  DueDateChanged: {
    label: 'Đổi hạn trả',
    detail: (data) => [
      due(data.due),
      detail(
        'Căn cứ',
        {
          law: 'quy định mới',
          calendar: 'lịch làm việc thay đổi',
          reckoned: 'tính lại theo sự kiện bổ sung',
          stated: 'nơi gửi ấn định',
          none: 'không nêu: hạn cũ vẫn được tính',
        }[data.ground],
      ),
      detail('Văn bản', data.basis),
      reason(data.reasonRef),
    ],
  },
  BecameOverdue: {
    label: 'Quá hạn',
    detail: (data) => [at('Hạn', data.dueAt), at('Phát hiện lúc', data.detectedAt)],
  },
  OverdueRetracted: {
    label: 'Thu hồi ghi nhận quá hạn',
    detail: (data) => [detail('Sự kiện', `số ${data.event}`)],
  },
  ApologyIssued: {
    label: 'Phiếu xin lỗi và hẹn lại',
    detail: (data) => [at('Hẹn lại', data.newDate), detail('Số phiếu', data.letterNumber), reason(data.reasonRef)],
  },
  Resolved: {
    label: 'Giải quyết xong',
    detail: (data) => [
      detail('Kết quả', data.outcome === 'granted' ? 'đồng ý' : 'từ chối có lý do'),
      detail('Thẩm quyền', data.authority === 'own' ? 'của đơn vị' : 'được ủy quyền'),
      detail('Bản điện tử', data.electronic ? SIGNATURES[data.signature] : 'không'),
      reason(data.reasonRef),
    ],
  },
  ResultReturned: {
    label: 'Trả kết quả',
    detail: (data) => [
      detail('Cách trả', data.byPost ? 'qua bưu chính công ích' : 'tại quầy'),
      data.to === 'proxy' ? detail('Người nhận', 'người được ủy quyền') : null,
    ],
  },
  ReturnFailed: { label: 'Trả kết quả không thành', detail: (data) => [reason(data.reasonRef)] },
  Refused: {
    label: 'Từ chối tiếp nhận',
    detail: (data, reference) => [...intake(data, reference), reason(data.reasonRef)],
  },
  Withdrawn: { label: 'Rút hồ sơ', detail: (data) => [reason(data.reasonRef)] },
  Stopped: {
    label: 'Dừng giải quyết',
    detail: (data) => [
      detail(
        'Nguyên nhân',
        {
          'not-supplemented': 'không bổ sung',
          death: 'chủ hồ sơ chết',
          duplicate: 'trùng hồ sơ',
          split: 'tách hồ sơ',
          other: 'khác',
        }[data.cause],
      ),
      ...(data.others ?? []).map((code) => other('Hồ sơ liên quan', code)),
      reason(data.reasonRef),
    ],
  },
  Reopened: {
    label: 'Giải quyết lại',
    detail: (data) => [
      detail('Nguyên nhân', data.cause === 'agency-error' ? 'lỗi của cơ quan' : 'khiếu nại'),
      due(data.due),
      reason(data.reasonRef),
    ],
  },
  Rated: {
    label: 'Đánh giá',
    detail: (data) => [
      detail(
        'Mức',
        { 'very-satisfied': 'rất hài lòng', satisfied: 'hài lòng', 'not-satisfied': 'không hài lòng' }[data.rating],
      ),
    ],
  },
  ProgressReported: {
    label: 'Báo cáo tiến độ',
    detail: (data) => [
      detail('Trạng thái', STATUSES[data.status]),
      detail('Người xử lý', data.holder),
      at('Hạn của bước', data.stageDue),
    ],
  },
  Corrected: {
    label: 'Đính chính',
    detail: (data) => [
      detail('Sự kiện', `số ${data.event}`),
      at('Xảy ra lúc', data.occurredAt),
      typeof data.data?.['parent'] === 'string' ? other('Là bước liên thông của hồ sơ', data.data['parent']) : null,
      reason(data.reasonRef),
    ],
  },
  Retracted: {
    label: 'Thu hồi',
    detail: (data) => [detail('Sự kiện', `số ${data.event}`), reason(data.reasonRef)],
  },
};

/** TrangThaiHoSo of the national exchange format. */
const STATUSES: Record<number, string> = {
  1: 'mới đăng ký',
  2: 'được tiếp nhận',
  3: 'không được tiếp nhận',
  4: 'đang xử lý',
  5: 'yêu cầu bổ sung',
  6: 'yêu cầu nghĩa vụ tài chính',
  7: 'công dân rút',
  8: 'dừng xử lý',
  9: 'đã xử lý xong',
  10: 'đã trả kết quả',
};

/** What an event is called and what of it is told. A type of a later version of the program is shown by its own name. */
export function describeEvent(
  type: string,
  data: unknown,
  reference: ReferenceData,
): { label: string; detail: Detail[] } {
  const entry = CATALOGUE[type as DossierEventType] as Entry<DossierEventType> | undefined;
  if (!entry) return { label: type, detail: [] };
  const details = entry.detail?.(data as never, reference) ?? [];
  return { label: entry.label, detail: details.filter((each) => each !== null) };
}

/** What a fact that waits lacks before it; of other reasons it is said in general. */
const MISSING: Partial<Record<Reason, string>> = {
  'not-received': 'việc tiếp nhận',
  'not-waiting-for-supplement': 'yêu cầu bổ sung',
  'already-suspended': 'việc tiếp tục giải quyết',
  'not-suspended': 'việc tạm dừng',
  'not-consulting': 'việc lấy ý kiến',
  'already-consulting': 'ý kiến trả lời',
  'already-waiting-for-obligation': 'việc nộp hoặc miễn phí, lệ phí',
  'already-ended': 'việc giải quyết lại',
  'not-ended': 'kết quả của lần giải quyết trước',
  'not-resolved': 'kết quả giải quyết',
  'already-returned': 'việc trả kết quả không thành',
};

/** What is told of a fact that has no effect at its place: of what can happen again, that it may yet have one. */
export function withoutEffect({ reason, waits }: Timeline['ignored'][number]): Detail {
  const missing = MISSING[reason] ?? 'các sự kiện còn thiếu';
  return {
    label: 'Lưu ý',
    value: waits ? `hiện chưa có tác dụng, còn chờ ghi nhận ${missing} xảy ra trước đó` : 'không làm thay đổi hồ sơ',
  };
}
