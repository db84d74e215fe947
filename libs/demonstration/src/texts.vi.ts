/** Free texts of the demonstration: a fixed list of general sentences, so that nobody's matter is told. */
export const REASONS = {
  supplement: [
    'Thành phần hồ sơ còn thiếu, đề nghị bổ sung theo phiếu hướng dẫn.',
    'Tờ khai chưa đủ thông tin, đề nghị kê khai lại.',
    'Bản sao không rõ, đề nghị nộp bản khác.',
    'Thông tin giữa các giấy tờ chưa thống nhất, đề nghị làm rõ.',
  ],
  refusedAtIntake: [
    'Không thuộc thẩm quyền giải quyết của cơ quan.',
    'Hồ sơ không đủ điều kiện tiếp nhận theo quy định.',
    'Hồ sơ trùng với hồ sơ đã nộp.',
  ],
  refusedResult: [
    'Không đủ điều kiện giải quyết theo quy định.',
    'Kết quả xác minh không phù hợp với nội dung đề nghị.',
  ],
  suspension: ['Chờ kết quả xác minh.', 'Chờ kết luận của cơ quan có thẩm quyền.'],
  transfer: ['Chuyển đơn vị đúng thẩm quyền giải quyết.', 'Điều chỉnh phân công đơn vị giải quyết.'],
  rejectedHandover: ['Hồ sơ chuyển không đúng người xử lý.', 'Hồ sơ giấy chưa khớp với hồ sơ điện tử.'],
  withdrawal: ['Người nộp đề nghị rút hồ sơ.', 'Người nộp không còn nhu cầu giải quyết.'],
  stop: ['Dừng giải quyết theo quy định.', 'Hết thời hạn bổ sung mà không bổ sung.'],
  reopening: ['Kết quả có sai sót, giải quyết lại.', 'Giải quyết lại theo kiến nghị của người nộp.'],
  apology: [
    'Khối lượng hồ sơ tăng cao trong kỳ.',
    'Việc xác minh mất nhiều thời gian hơn dự kiến.',
    'Chờ ý kiến của cơ quan phối hợp.',
  ],
  failedReturn: ['Bưu chính không phát được.', 'Người nhận không có mặt.'],
  substitution: ['Thay đổi người được ủy quyền nộp hồ sơ.'],
  dueChange: ['Gia hạn theo quy định của pháp luật chuyên ngành.'],
  refund: ['Hoàn phí do thu trùng.'],
  waiver: ['Thuộc diện miễn phí, lệ phí.'],
  correction: ['Nhập sai, sửa theo hồ sơ giấy.', 'Sửa theo chứng từ.'],
  retraction: ['Ghi nhầm hồ sơ.', 'Ghi trùng.'],
} as const;

export const AGENCIES = [
  'Sở Tài nguyên và Môi trường',
  'Sở Xây dựng',
  'Sở Tư pháp',
  'Công an thành phố',
  'Chi cục Thuế khu vực',
];
export const STAGES = ['Thẩm định', 'Xác minh', 'Soạn thảo kết quả', 'Trình ký'];
export const DUE_CHANGE_BASIS = 'Quy định của pháp luật chuyên ngành cho phép gia hạn một lần';
