import type { FeedFault } from '#domain';

/** Why a message of a feed was kept aside, in a few words. */
const FAULTS: Record<FeedFault, string> = {
  'broken-json': 'không đọc được như JSON',
  'not-a-batch': 'không phải là lô dữ liệu đồng bộ',
  'not-utf8': 'không phải là văn bản UTF-8',
  'line-too-long': 'dòng quá dài',
  'cut-off': 'dòng bị cắt giữa chừng',
  'wrong-type': 'giá trị sai kiểu',
  'broken-text': 'văn bản có ký tự hỏng',
  'too-many': 'danh sách quá dài',
  'too-deep': 'lồng nhau quá nhiều tầng',
  'no-code': 'thiếu mã hồ sơ',
  'code-shape': 'mã hồ sơ sai dạng',
  'unknown-status': 'trạng thái không có trong danh mục',
  'unknown-unit': 'không nhận ra cơ quan',
  'unit-closed': 'cơ quan đã thôi hoạt động vào ngày tiếp nhận',
  'unknown-procedure': 'không nhận ra thủ tục',
  'procedure-not-in-force': 'thủ tục không có hiệu lực vào ngày tiếp nhận',
  'no-receipt': 'không có ngày tiếp nhận',
  'no-due-instant': 'không có ngày hẹn trả',
  'another-dossier': 'mã đã thuộc về hồ sơ khác',
  'cannot-be-stored': 'có giá trị không thể lưu',
  undecidable: 'hệ thống gặp lỗi khi xét',
  'impossible-date': 'ngày giờ không có thật',
  'date-out-of-range': 'ngày ngoài khoảng 2000 – 2099',
  'unknown-value': 'giá trị không có trong danh mục',
  'not-a-number': 'số tiền không phải là số',
  'processed-without-end': 'đã xử lý xong mà không có lúc kết thúc',
  'end-before-receipt': 'kết thúc trước khi tiếp nhận',
  'state-without-instant': 'trạng thái không có thời điểm',
  'dates-out-of-order': 'các ngày không theo thứ tự',
  'in-the-future': 'thời điểm nằm ở tương lai',
  'no-responsible-unit': 'không ghi cơ quan chịu trách nhiệm',
  'no-effect': 'không có tác dụng đối với hồ sơ',
  'more-faults': 'và các lỗi khác',
};

/** One of another version of the program is shown by its own name. */
export const faultLabel = (fault: string): string => FAULTS[fault as FeedFault] ?? fault;
