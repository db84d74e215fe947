/**
 * What React Aria says to screen readers, in Vietnamese: the library has no Vietnamese of its own. The build puts these in
 * the place of its English texts (vite.config.ts); each object stands for one of its packages and must hold all keys.
 */
const options = (n: number): string => `${n} mục`;

export const combobox = {
  focusAnnouncement: (args: { optionText: string; isSelected: boolean }) =>
    `${args.optionText}${args.isSelected ? ', đang chọn' : ''}`,
  countAnnouncement: (args: { optionCount: number }) => `Có ${options(args.optionCount)}.`,
  selectedAnnouncement: (args: { optionText: string }) => `Đã chọn ${args.optionText}`,
  buttonLabel: 'Mở danh sách',
  listboxLabel: 'Gợi ý',
};

export const datepicker = {
  era: 'kỷ nguyên',
  year: 'năm',
  month: 'tháng',
  day: 'ngày',
  hour: 'giờ',
  minute: 'phút',
  second: 'giây',
  dayPeriod: 'sáng/chiều',
  calendar: 'Lịch',
  startDate: 'Từ ngày',
  endDate: 'Đến ngày',
  weekday: 'thứ',
  timeZoneName: 'múi giờ',
  selectedDateDescription: (args: { date: string }) => `Ngày đã chọn: ${args.date}`,
  selectedRangeDescription: (args: { startDate: string; endDate: string }) =>
    `Khoảng đã chọn: ${args.startDate} đến ${args.endDate}`,
  selectedTimeDescription: (args: { time: string }) => `Giờ đã chọn: ${args.time}`,
};

export const numberfield = {
  decrease: (args: { fieldLabel: string }) => `Giảm ${args.fieldLabel}`,
  increase: (args: { fieldLabel: string }) => `Tăng ${args.fieldLabel}`,
  numberField: 'Ô số',
};

export const overlays = { dismiss: 'Đóng' };
export const spinbutton = { Empty: 'trống' };
export const autocomplete = { collectionLabel: 'Gợi ý' };
