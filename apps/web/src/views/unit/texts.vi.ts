/** Texts of the view "Đơn vị". */
export const unit = {
  name: 'Đơn vị',
  ofCode: (code: string) => `Đơn vị mang mã ${code}`,
  sharedCode: (code: string, n: string) =>
    `Trong kỳ này có ${n} đơn vị mang mã ${code}; mỗi đơn vị một dòng, không cộng lại.`,
  choose: 'Chọn đơn vị',
  find: 'Tìm đơn vị',
  year: 'Từ đầu năm',
  now: 'Trong kỳ',
  figures: 'Số hồ sơ',
  late: 'Hồ sơ đang quá hạn',
  soon: 'Hồ sơ sắp đến hạn',
  seeAll: 'Xem tất cả',
  /** the day from which it was no more */
  until: (day: string) => `Hoạt động đến hết ngày ${day}.`,
  successors: 'Đơn vị kế thừa: ',
  history: 'Lịch sử đơn vị',
  recorded: 'ghi nhận',
  saidBy: 'nguồn',
  takenBack: 'đã hủy',
  life: (from: string, to: string | null) => (to ? `(từ ${from} đến trước ${to})` : `(từ ${from})`),
};
