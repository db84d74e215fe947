import type { ReferenceKind } from '#application';
import type { Limit } from '#domain';

/** What `tracker reference` says: column headings and words, for those who keep the reference data. */
export const KINDS: Record<ReferenceKind, string> = {
  units: 'đơn vị',
  procedures: 'thủ tục',
  policies: 'quy tắc',
  calendar: 'lịch nghỉ',
  hours: 'giờ làm việc',
  targets: 'chỉ tiêu',
  settings: 'cài đặt',
  successions: 'kế thừa',
  populations: 'khối',
  plan: 'kế hoạch',
  metrics: 'chỉ số của kế hoạch',
};

export const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'];

export const LIMITS: Record<Limit['unit'], string> = {
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  hour: 'giờ làm việc',
  month: 'tháng',
};

export const TEXTS = {
  everybody: 'tất cả',
  byDefault: 'mặc định',
  yes: 'có',
  no: 'không',
  off: 'nghỉ',
  working: 'làm việc',
  empty: '–',
  nothing: (on: string) => `Không có dòng nào có hiệu lực vào ngày ${on}.`,
  noChange: 'Không có thay đổi nào.',
  added: 'thêm',
  changed: 'sửa',
  removed: 'xóa',
};

export const LOG_HEADINGS = ['lúc', 'người thực hiện', 'từ tệp hoặc lệnh', 'loại', 'khóa', 'thay đổi'];

export const HEADINGS = {
  units: {
    code: 'mã',
    name: 'tên',
    population: 'khối',
    agencyCode: 'mã cơ quan',
    validFrom: 'từ ngày',
    validTo: 'đến trước ngày',
    key: 'khóa',
  },
  procedures: {
    code: 'mã',
    name: 'tên',
    field: 'lĩnh vực',
    limit: 'thời hạn',
    feeVnd: 'phí (đồng)',
    special: 'đặc thù',
    population: 'khối',
    validFrom: 'từ ngày',
    validTo: 'đến trước ngày',
  },
  policies: { key: 'quy tắc', scope: 'thủ tục', value: 'giá trị', effectiveFrom: 'từ ngày', source: 'nguồn' },
  calendar: { day: 'ngày', kind: 'loại', unit: 'đơn vị', announcedAt: 'công bố lúc', note: 'ghi chú' },
  hours: {
    unit: 'đơn vị',
    weekday: 'thứ',
    opens: 'mở cửa',
    closes: 'đóng cửa',
    lunchFrom: 'nghỉ trưa từ',
    lunchTo: 'đến',
    from: 'từ ngày',
  },
  targets: {
    metric: 'chỉ tiêu',
    population: 'khối',
    op: 'so',
    value: '%',
    periodFrom: 'từ ngày',
    periodTo: 'đến hết ngày',
    section: 'mục',
    reading: 'cách nói',
    counts: 'được tính',
  },
  populations: { population: 'khối', label: 'tên', rated: 'tính vào tỷ lệ', units: 'số đơn vị' },
} as const satisfies Record<string, Record<string, string>>;
