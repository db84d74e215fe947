/** Texts of the view "Danh sách hồ sơ". */
export const drill = {
  name: 'Danh sách hồ sơ',
  units: 'Các đơn vị từng mang mã này trong kỳ',
  metricPart: { numerator: 'Hồ sơ đạt (tử số)', denominator: 'Hồ sơ xét (mẫu số)' },
  parts: 'Hai phần của tỷ lệ',
  in: 'tại',
  empty: 'Không có hồ sơ nào trong số liệu này.',
  missing: 'Chưa chọn số liệu nào để xem danh sách.',
  shown: (n: string) => `Trang này có ${n} dòng.`,
  change: 'Xem số liệu khác',
};
