import { dayText, type FeedFault, type FeedReason, instantText, type Reason, type Refusal } from '#domain';

/** The one catalogue of what apps/counter says to people. `{name}` is filled in with a value of the occurrence. */

/** What may be wrong with a request before the dossier is asked. */
export const INPUT_TEXTS = {
  required: 'Bắt buộc phải có trường này.',
  null: 'Không được là null: hãy bỏ trường này nếu không có giá trị.',
  'unknown-field': 'Không có trường này.',
  'not-an-object': 'Phải là một đối tượng JSON.',
  'empty-object': 'Phải có ít nhất một trường.',
  'not-text': 'Phải là chuỗi ký tự.',
  blank: 'Không được để trống.',
  'too-long': 'Không được dài quá {max} ký tự (đang có {length}).',
  'one-line': 'Phải viết trên một dòng.',
  token: 'Là một mã: không được có khoảng trắng hay ký tự ẩn.',
  'control-character': 'Có ký tự điều khiển (chẳng hạn ký tự NUL): không được phép.',
  'broken-text': 'Chuỗi có ký tự hỏng: nội dung phải là UTF-8 đúng.',
  'too-complex': 'Yêu cầu không được có quá {max} giá trị.',
  'too-deep': 'Lồng nhau quá {max} tầng.',
  'dossier-code': 'Mã hồ sơ sai dạng: <mã cơ quan>-<yymmdd>-<số thứ tự>, ví dụ H19.45.22-241205-0001.',
  instant: 'Phải là thời điểm theo ISO 8601 kèm múi giờ, ví dụ 2024-12-05T17:00:00+07:00.',
  day: 'Phải là một ngày dạng 2024-11-01 (năm-tháng-ngày).',
  'unit-key': 'Khóa đơn vị sai dạng: <mã>@<ngày thành lập>, ví dụ 26080@2019-06-01.',
  'no-offset': 'Thời điểm thiếu múi giờ: hãy thêm +07:00 (giờ Việt Nam) hoặc Z (UTC).',
  'impossible-instant': 'Ngày giờ này không có thật (chẳng hạn ngày 30 tháng 2 hay 25 giờ).',
  'date-out-of-range': 'Ngày phải nằm trong khoảng từ {from} đến {to}, theo giờ Việt Nam.',
  'not-integer': 'Phải là số nguyên.',
  'out-of-range': 'Phải từ {min} đến {max}.',
  'not-boolean': 'Phải là true hoặc false.',
  'not-one-of': 'Phải là một trong: {values}.',
  'not-a-list': 'Phải là danh sách.',
  'too-many': 'Không được có quá {max} phần tử (đang có {count}).',
  'empty-list': 'Danh sách không được rỗng.',
  email: 'Không phải là địa chỉ thư điện tử.',
  phone: 'Không phải là số điện thoại (8 đến 15 chữ số).',
  identity: 'Số giấy tờ chỉ gồm chữ, số và các dấu . / -',
  'nothing-to-change': 'Phải nêu ít nhất một điều thay đổi.',
  'nothing-to-correct': 'Phải có occurredAt hoặc data: cần đính chính điều gì?',
  'missing-key': 'Thiếu Idempotency-Key: mỗi yêu cầu phải mang một khóa riêng, để gửi lại cũng không bị ghi hai lần.',
  'key-shape': 'Phải có từ 1 đến {max} ký tự ASCII nhìn thấy được, không có khoảng trắng.',
  'caller-shape': 'Phải có từ 1 đến 40 ký tự: chữ không dấu, số, và các dấu . _ -; không quá 8 chữ số liền nhau',
  'unknown-command': 'Không có lệnh này. Các lệnh: {values}.',
  'missing-header': 'Thông điệp thiếu đầu mục (header) này.',
  'doubled-header': 'Đầu mục (header) này xuất hiện nhiều lần.',
  'spec-version': 'Phải là 1.0 (CloudEvents 1.0).',
  'missing-message-key': 'Thông điệp phải có khóa (key) là mã hồ sơ.',
  'subject-mismatch': 'Phải trùng với khóa (key) của thông điệp: lệnh này mang khóa của hồ sơ khác.',
  tombstone: 'Thông điệp không có nội dung.',
  'not-a-batch': 'Phải là một lô DongBoHoSoMC hoặc CapNhatTienDoHoSoMC: {"service": "…", "data": […]}.',
} as const;
export type InputFault = keyof typeof INPUT_TEXTS;

/**
 * Why a dossier refuses a command (every Reason of the domain). What the sender wrote is never quoted: it may be personal data, and these
 * sentences are kept in clear with answers and rejections.
 */
export const REASON_TEXTS: Record<Reason, string> = {
  'unit-exists': 'Đơn vị có khóa này đã được thành lập; khóa đã dùng không mở lại.',
  'unit-code-in-use': 'Vào thời gian này mã đơn vị đang thuộc {unit}.',
  'agency-code-in-use': 'Vào thời gian này mã cơ quan đang thuộc {unit}.',
  'unknown-population': 'Không có nhóm đơn vị này trong dữ liệu của kế hoạch.',
  'unit-already-closed': 'Đơn vị đã kết thúc từ ngày {day}.',
  'closed-before-opened': 'Ngày kết thúc phải sau ngày thành lập {day}.',
  'unknown-successor': 'Không có đơn vị kế thừa này.',
  'successor-itself': 'Đơn vị không thể là đơn vị kế thừa của chính mình.',
  'successor-not-in-force': 'Vào ngày {day} đơn vị kế thừa này không còn hoặc chưa có.',
  'successor-of-another': 'Đơn vị này kế thừa {unit} từ ngày {day}, nên phải còn vào ngày đó.',
  'unit-not-in-force': 'Vào ngày này đơn vị không còn hoặc chưa có.',
  'already-submitted': 'Hồ sơ này đã được nộp rồi.',
  'submitted-after-receipt': 'Hồ sơ đã được tiếp nhận, không thể ghi việc nộp sau đó.',
  'already-received': 'Hồ sơ này đã được tiếp nhận rồi.',
  'not-received': 'Vào thời điểm này hồ sơ chưa được tiếp nhận.',
  'refused-at-intake': 'Hồ sơ đã bị từ chối khi nộp.',
  'already-ended': 'Hồ sơ đã kết thúc (đã rút hoặc đã dừng).',
  'result-exists': 'Hồ sơ đã có kết quả giải quyết.',
  'not-resolved': 'Hồ sơ chưa có kết quả giải quyết.',
  'already-returned': 'Kết quả đã được trả cho người nộp.',
  'already-linked': 'Bước liên thông với hồ sơ này đang mở rồi.',
  'not-waiting-for-supplement': 'Hồ sơ không ở trạng thái chờ bổ sung.',
  'already-waiting-for-obligation': 'Hồ sơ đang chờ thực hiện nghĩa vụ tài chính rồi.',
  'already-suspended': 'Hồ sơ đang tạm dừng rồi.',
  'not-suspended': 'Hồ sơ không ở trạng thái tạm dừng.',
  'not-consulting': 'Hồ sơ không có việc lấy ý kiến nào đang chờ trả lời.',
  'already-consulting': 'Hồ sơ đang lấy ý kiến cơ quan khác rồi.',
  'no-linked-stage': 'Hồ sơ không có bước liên thông này.',
  'same-unit': 'Hồ sơ đã thuộc trách nhiệm của chính cơ quan này.',
  'no-payment': 'Hồ sơ chưa có khoản nào được nộp.',
  'refund-above-paid': 'Số tiền trả lại lớn hơn số đã nộp.',
  'second-apology':
    'Hồ sơ đã có phiếu xin lỗi và hẹn lại: mỗi lần giải quyết chỉ được hẹn lại một lần (NĐ 61/2018 Điều 19 khoản 9).',
  'apology-not-owed': 'Hồ sơ đã kết thúc và không quá hạn: không phải xin lỗi.',
  'new-date-not-after-due': 'Ngày hẹn lại phải sau thời điểm hẹn trả hiện tại ({due}).',
  'already-rated': 'Lần giải quyết này đã được đánh giá rồi.',
  'rating-before-end': 'Hồ sơ chưa kết thúc lần nào, chưa thể đánh giá.',
  'not-ended': 'Hồ sơ chưa kết thúc, không thể mở lại.',
  'no-overdue': 'Hồ sơ không quá hạn vào thời điểm này.',
  'no-such-event': 'Hồ sơ không có sự kiện mang số này.',
  'already-retracted': 'Sự kiện này đã được hủy bỏ.',
  'not-correctable': 'Sự kiện này không thể đính chính như vậy.',
  'in-the-future': 'Thời điểm nằm ở tương lai (cho phép lệch đồng hồ tối đa 5 phút).',
  'unknown-unit': 'Không có cơ quan nào mang mã này vào ngày này.',
  'unit-closed': 'Cơ quan này chỉ hoạt động đến hết ngày {day}; nơi kế thừa: {name} (mã {successor}).',
  'unit-not-open': 'Cơ quan này hoạt động từ ngày {day}.',
  'unknown-procedure': 'Không có thủ tục nào mang mã này.',
  'procedure-not-in-force': 'Thủ tục này không có hiệu lực vào ngày này.',
  'no-due-instant': 'Thủ tục này không có thời hạn giải quyết: hãy ghi thời điểm hẹn trả (dueAt).',
  'due-before-receipt': 'Thời điểm hẹn trả nằm trước lúc tiếp nhận.',
  'not-a-holder': 'Cơ quan này không đang giữ hồ sơ.',
};

/** Why a message of the national feed is kept aside, or what was wrong with a part of it. */
export const FEED_TEXTS: Record<FeedFault, string> = {
  'broken-json': 'Không đọc được như JSON.',
  'not-a-batch': 'Không phải là lô DongBoHoSoMC hay CapNhatTienDoHoSoMC.',
  'not-utf8': 'Không phải là văn bản UTF-8.',
  'line-too-long': 'Dòng quá dài.',
  'cut-off': 'Dòng bị cắt giữa chừng.',
  'wrong-type': 'Giá trị sai kiểu.',
  'broken-text': 'Văn bản có ký tự hỏng hoặc ký tự NUL.',
  'too-many': 'Danh sách có {count} phần tử, nhiều nhất là {max}.',
  'too-deep': 'Lồng nhau quá nhiều tầng.',
  'no-code': 'Thiếu mã hồ sơ.',
  'code-shape': 'Mã hồ sơ sai dạng.',
  'unknown-status': 'Trạng thái không thuộc 1 đến 10.',
  'impossible-date': 'Ngày giờ không có thật hoặc không theo dạng yyyyMMddHHmmss.',
  'unknown-unit': 'Không nhận ra cơ quan.',
  'unit-closed': 'Cơ quan này đã thôi hoạt động vào ngày tiếp nhận. Cơ quan kế thừa: {successor}.',
  'unknown-procedure': 'Không nhận ra thủ tục.',
  'procedure-not-in-force': 'Thủ tục này không có hiệu lực vào ngày tiếp nhận.',
  'no-receipt': 'Không có ngày tiếp nhận.',
  'no-due-instant': 'Không có ngày hẹn trả, và thủ tục không có thời hạn để tính.',
  'another-dossier': 'Mã này đã thuộc về một hồ sơ khác.',
  'cannot-be-stored': 'Nội dung có giá trị mà kho sự kiện không thể lưu.',
  undecidable: 'Hệ thống gặp lỗi khi xét riêng thông điệp này; thông điệp được giữ lại và lỗi đã được ghi lại.',
  'date-out-of-range': 'Ngày phải từ 01/01/2000 đến 31/12/2099.',
  'unknown-value': 'Giá trị không có trong danh mục, nên coi như không ghi.',
  'not-a-number': 'Không phải là số tiền, nên coi như không ghi lệ phí.',
  'processed-without-end': 'Đã xử lý xong nhưng không có thời điểm kết thúc xử lý.',
  'end-before-receipt': 'Kết thúc trước khi tiếp nhận.',
  'state-without-instant': 'Trạng thái không có thời điểm của nó.',
  'dates-out-of-order': 'Các ngày không theo thứ tự.',
  'in-the-future': 'Thời điểm nằm ở tương lai.',
  'no-responsible-unit': 'Không ghi cơ quan chịu trách nhiệm.',
  'no-effect': 'Không có tác dụng đối với hồ sơ: {reason}',
  'more-faults': 'Và {count} lỗi nữa.',
};

/** Why a report of progress has no effect, beside the reasons of a dossier. */
export const FEED_REASON_TEXTS: Record<FeedReason, string> = {
  'not-submitted': 'Chưa có thông tin nộp hồ sơ này.',
  'still-waiting': 'Vào thời điểm này hồ sơ vẫn đang chờ hoặc tạm dừng.',
  'no-supplement-told': 'Yêu cầu bổ sung chỉ được ghi theo DanhSachHoSoBoSung của bản đồng bộ hồ sơ.',
  'no-end-told': 'Việc kết thúc xử lý chỉ được ghi theo NgayKetThucXuLy của bản đồng bộ hồ sơ.',
  'no-return-told': 'Việc trả kết quả chỉ được ghi theo NgayTra của bản đồng bộ hồ sơ.',
};

/** Titles and sentences of the problems that are the counter's own. */
export const PROBLEM_TEXTS = {
  'refused-title': 'Không ghi nhận được lệnh này',
  'key-reused-title': 'Idempotency-Key đã được dùng cho một yêu cầu khác',
  'key-reused':
    'Khóa này đã được gửi với nội dung khác. Mỗi yêu cầu mới cần một khóa mới; gửi lại thì giữ nguyên nội dung.',
  'unavailable-unknown':
    'Chưa biết chắc đã ghi hay chưa: hãy gửi lại với đúng khóa này, kết quả sẽ không bị ghi hai lần.',
  unavailable: 'Chưa ghi gì cả. Hãy gửi lại với đúng khóa này sau ít giây.',
  'too-busy': 'Hồ sơ đang được nhiều nơi thay đổi cùng lúc. Hãy gửi lại với đúng khóa này.',
  'cannot-store-title': 'Không thể ghi nội dung này',
  'cannot-store': 'Nội dung có giá trị mà kho sự kiện không thể lưu.',
  'undecidable-title': 'Không xét được yêu cầu này',
  undecidable:
    'Hệ thống gặp lỗi khi xét riêng yêu cầu này nên chưa ghi gì cả; lỗi đã được ghi lại. Hãy kiểm tra lại nội dung, hoặc báo cho người quản trị.',
  'unknown-dossier': 'Chưa có hồ sơ nào mang mã {code}.',
  'no-such-unit': 'Chưa có đơn vị nào mang khóa {code}.',
  'unknown-command-title': 'Không có lệnh này',
  faults: 'Có {count} lỗi cần sửa.',
  'more-faults': 'và {count} lỗi nữa',
  'item-failed': 'Lỗi của hệ thống đã được ghi lại; các mục khác của lô không bị ảnh hưởng.',
} as const;

export const NORMALISED_TEXT = 'Chuỗi đã được chuyển về dạng Unicode dựng sẵn (NFC).';

const isInstant = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);

const isDay = (value: string | number): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

/** Why a dossier refuses, in words. A closed unit whose successor is not decided is told without one. */
export function sayReason({ reason, values }: Refusal): string {
  const text = REASON_TEXTS[reason];
  return say(reason === 'unit-closed' && values?.successor === undefined ? text.replace(/;.*/, '.') : text, values);
}

/** A sentence of the catalogue with its values filled in; instants in local time, numbers with Vietnamese separators. */
export function say(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    if (typeof value === 'number') return value.toLocaleString('vi-VN');
    return isInstant(value) ? instantText(value) : isDay(value) ? dayText(value) : value;
  });
}
