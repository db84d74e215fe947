import { instantText } from '#domain';
import type { Forgotten } from '#event-store';

/** The kinds of sealed texts as a clerk calls them. */
const KINDS: Record<string, string> = {
  applicant: 'bản thông tin người nộp',
  reason: 'lý do',
  note: 'ghi chú',
  text: 'nội dung khác',
  'raw-message': 'bản tin không được nhận',
  'refused-command': 'lệnh bị từ chối',
  'dead-letter': 'bản tin không ghép được',
};

/** What was forgotten, in a sentence or two. */
export function forgottenText(subject: string, { now, at, by, texts }: Forgotten): string {
  const asked = by === null ? '' : ` theo yêu cầu của ${by}`;
  if (!now) return `Chủ thể ${subject} đã được quên từ ${instantText(at)}${asked}; từ đó không có gì mới để quên.`;
  const lost = Object.entries(texts).map(([kind, n]) => `${n} ${KINDS[kind] ?? kind}`);
  return (
    `Đã quên chủ thể ${subject} lúc ${instantText(at)}${asked}: ` +
    `${lost.length > 0 ? `không ai đọc lại được ${lost.join(', ')}` : 'không có nội dung nào được lưu'}. ` +
    'Sự kiện và số liệu giữ nguyên. Bản sao lưu cũ còn giữ khóa cho đến khi bị hủy.'
  );
}

export const TEXTS = {
  unknownSubject: (subject: string): string =>
    `Không có chủ thể nào là ${subject}. Mã chủ thể đứng ở "applicant" trong sự kiện của hồ sơ: tracker dossier MÃ-HỒ-SƠ --json.`,
  unknownIdentity: 'Không có người nộp nào mang số định danh này.',
  noIdentity: 'Đầu vào chuẩn không có số định danh nào: mỗi lần một số, trên dòng đầu.',
  askIdentity: 'Số định danh: ',
  identityAsArgument:
    'số định danh không được đặt trên dòng lệnh vì sẽ nằm lại trong lịch sử lệnh: dùng --identity và đưa số qua đầu vào chuẩn',
  oneOfBoth: 'cần mã chủ thể, hoặc --identity với số định danh ở đầu vào chuẩn, không phải cả hai',
};
