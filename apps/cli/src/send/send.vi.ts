import type { DateForm } from './values.js';

/** What is wrong with a file as a whole; nothing of it has been stored. */
export const FILE_TEXTS = {
  missing: (file: string) => `${file}: không có tệp này, hoặc không được phép đọc.`,
  folder: (file: string) => `${file}: đây là thư mục, hãy nêu tên tệp.`,
  empty: (file: string) => `${file}: tệp rỗng.`,
  tooLarge: (file: string, max: number) => `${file}: tệp lớn hơn ${max} MB, hãy chia thành nhiều tệp.`,
  locked: (file: string) => `${file}: tệp được đặt mật khẩu. Hãy bỏ mật khẩu (Tệp › Thông tin › Bảo vệ) rồi lưu lại.`,
  broken: (file: string) => `${file}: không mở được như một tệp bảng tính, có thể tệp bị hỏng hoặc tải về chưa xong.`,
  sheets: (file: string, names: string) => `${file}: có nhiều trang tính (${names}); hãy chọn một bằng --sheet "tên".`,
  noSheet: (file: string, names: string) => `${file}: không có trang tính này; các trang tính: ${names}.`,
  noHead: (file: string) => `${file}: không có dòng tiêu đề.`,
};

const DATES: Record<DateForm, string> = {
  'dd/mm/yyyy': 'ngày/tháng/năm, ví dụ 05/12/2024',
  'mm/dd/yyyy': 'tháng/ngày/năm, ví dụ 12/05/2024',
  'yyyy-mm-dd': 'năm-tháng-ngày, ví dụ 2024-12-05',
};

/** What is wrong with a cell, by the code of the rule. */
export const CELL_TEXTS = {
  formula: () => 'Ô có công thức: hãy dán lại dưới dạng giá trị.',
  'cell-error': () => 'Ô báo lỗi của bảng tính.',
  merged: () => 'Ô bị gộp: hãy tách ô, mỗi dòng và mỗi cột một giá trị.',
  'number-not-text': () =>
    'Ô được lưu là số, cột này là chữ: Excel có thể đã bỏ số 0 (1.001570 thành 1.00157). Hãy định dạng cột là Văn bản rồi nhập lại.',
  'date-not-text': () => 'Ô được lưu là ngày, cột này là chữ: hãy định dạng cột là Văn bản rồi nhập lại.',
  'not-text': () => 'Ô không phải là chữ.',
  instant: (dates: DateForm) => `Phải là ngày giờ: ${DATES[dates]} 09:30 (giờ Việt Nam nếu không ghi múi giờ).`,
  'no-time': () => 'Thiếu giờ: hãy ghi cả ngày và giờ, ví dụ 05/12/2024 09:30.',
  day: (dates: DateForm) => `Phải là ngày: ${DATES[dates]}.`,
  'not-whole': () => 'Phải là số nguyên, ví dụ 20000 hoặc 20.000.',
  'not-yes-no': () => 'Phải là có hoặc không.',
  'unknown-column': () => 'Không có cột này trong lệnh nào.',
  'doubled-column': () => 'Cột này xuất hiện hai lần.',
  'no-heading': () => 'Có giá trị ở cột không có tiêu đề.',
  'not-json': () => 'Không đọc được như JSON.',
  'not-an-object': () => 'Mỗi dòng phải là một đối tượng JSON.',
  'line-too-long': () => 'Dòng quá dài.',
  'not-utf8': () => 'Không phải là văn bản UTF-8: hãy lưu lại dạng "CSV UTF-8".',
  'key-shape': () => 'Mã dòng (id) phải có từ 1 đến 255 ký tự ASCII nhìn thấy được, không có khoảng trắng.',
};
export type CellFault = keyof typeof CELL_TEXTS;
export const missingColumn = (name: string): string => `Thiếu cột ${name}.`;

/** What people call columns; the names of the fields of commands are understood besides. */
export const HEADINGS: Readonly<Record<string, string>> = {
  'mã dòng': 'id',
  loại: 'kind',
  lệnh: 'command',
  'mã hồ sơ': 'code',
  'mã đơn vị': 'code',
  'thời điểm': 'at',
  'thủ tục': 'procedure',
  'đơn vị': 'unit',
  'nơi tiếp nhận': 'receivingUnit',
  'cách nộp': 'channel',
  'hẹn trả': 'dueAt',
  'họ và tên': 'applicant.name',
  'số định danh': 'applicant.identity',
  'số điện thoại': 'applicant.phone',
  'địa chỉ': 'applicant.address',
  'cán bộ': 'officer',
  'lý do': 'reason',
  'kết quả': 'outcome',
  'số tiền': 'amount',
  'ngày hẹn lại': 'newDate',
};

export const SUMMARY = {
  nothing: (faults: number) => `Chưa ghi gì: ${faults} lỗi về hình thức. Hãy sửa rồi gửi lại cả tệp.`,
  more: (faults: number) => `và ${faults.toLocaleString('vi-VN')} lỗi nữa.`,
  done: (file: string, lines: number, done: number, repeated: number, refused: number) =>
    `${file}: ${lines} dòng, ${done} được ghi, ${repeated} đã ghi từ trước, ${refused} bị từ chối.`,
  stopped: 'Hệ thống tạm thời không ghi được: hãy gửi lại cùng tệp, những dòng đã ghi không bị ghi hai lần.',
};
