/** Texts of the view "Hồ sơ trễ hạn". */
export const worklist = {
  name: 'Hồ sơ trễ hạn',
  kinds: { late: 'Đang quá hạn', today: 'Đến hạn hôm nay', soon: 'Sắp đến hạn' },
  owed: 'Còn nợ phiếu xin lỗi',
  owedHint:
    'Kể cả hồ sơ đã kết thúc: lần giải quyết gần nhất quá hạn mà chưa xin lỗi thì vẫn còn nợ. Hẹn trả là hạn đã lỡ của lần đó; hồ sơ đã kết thúc thì số ngày quá hạn tính đến lúc kết thúc.',
  kindLabel: 'Danh sách',
  days: 'Trong',
  daysUnit: 'ngày tới',
  apology: 'Xin lỗi',
  apologies: { '': 'tất cả', owed: 'còn nợ', issued: 'đã có' },
  total: 'hồ sơ',
  export: 'Tải tệp CSV',
  empty: 'Không có hồ sơ nào.',
};
