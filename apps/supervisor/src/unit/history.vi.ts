import type { ReferenceData, UnitEventData, UnitEventType } from '#domain';
import type { UnitFactRow } from '#projections';
import type { Detail } from '../dossier/dossier.query.js';
import { unitName } from '../query/names.js';
import type { UnitFactView } from './unit.query.js';

interface Entry<T extends UnitEventType> {
  label: string;
  detail(data: UnitEventData<T>, reference: ReferenceData): (Detail | null)[];
}

const detail = (label: string, value: string | number | null | undefined): Detail | null =>
  value === undefined || value === null || value === '' ? null : { label, value: String(value) };
const list = (label: string, values: readonly string[] | undefined): Detail | null => detail(label, values?.join(', '));

const particulars = (
  { population, agencyCode, aliases, addresses, officersOnDuty }: Partial<UnitEventData<'UnitChanged'>>,
  reference: ReferenceData,
): (Detail | null)[] => [
  detail('Nhóm', population && (reference.populations.of(population)?.label ?? population)),
  detail('Mã định danh trong mã hồ sơ', agencyCode),
  list('Tên gọi khác', aliases),
  list('Thư điện tử', addresses),
  detail('Số người trực quầy', officersOnDuty),
];

const CATALOGUE: { [T in UnitEventType]: Entry<T> } = {
  UnitOpened: {
    label: 'Bắt đầu hoạt động',
    detail: (data, reference) => [detail('Tên', data.name), ...particulars(data, reference)],
  },
  UnitRenamed: { label: 'Đổi tên', detail: ({ name }) => [detail('Tên mới', name)] },
  UnitChanged: { label: 'Thay đổi thông tin', detail: particulars },
  UnitClosed: {
    label: 'Kết thúc hoạt động',
    detail: ({ successors }, reference) => [
      list(
        'Đơn vị kế thừa',
        successors.map((key) => unitName(key, reference).name),
      ),
    ],
  },
  UnitFactRetracted: { label: 'Hủy một nội dung đã ghi', detail: () => [] },
};

/** What a fact of a unit is called on the page, and what of it is told; all of it is public. */
export function unitFactView(
  { type, version, day, data, recordedAt, source, stands }: UnitFactRow,
  reference: ReferenceData,
): UnitFactView {
  const { label, detail: told } = CATALOGUE[type] as Entry<UnitEventType>;
  return {
    version,
    day,
    label,
    detail: told(data as never, reference).filter((each) => each !== null),
    recordedAt,
    source,
    stands: stands || type === 'UnitFactRetracted',
  };
}
