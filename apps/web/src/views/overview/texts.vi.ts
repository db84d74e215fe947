/** Texts of the view "Tổng quan". */
export const overview = {
  name: 'Tổng quan',
  chart: {
    unfinished: 'chưa hết tuần',
    title: 'Tiếp nhận và giải quyết theo tuần',
    received: 'Tiếp nhận',
    resolved: 'Đã giải quyết',
    openLate: 'Đang quá hạn cuối tuần',
    week: 'Tuần',
    showTable: 'Xem bảng số liệu của biểu đồ',
    hint: 'Biểu đồ; số liệu đầy đủ ở bảng ngay dưới.',
  },
};
