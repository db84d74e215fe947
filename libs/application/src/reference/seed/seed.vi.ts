/** What is wrong with a seed file, for whoever keeps it. */
export const moreFaults = (n: number): string => `và ${n.toLocaleString('vi-VN')} lỗi nữa`;

export const TEXTS = {
  // the folder and the file
  noFile: (files: readonly string[]) => `không có tệp nào trong số ${files.join(', ')}`,
  notReadable: (code: string) => `không đọc được tệp (${code})`,
  empty: 'tệp trống: cần một dòng tiêu đề cột',
  notUtf8: 'có ký tự không đọc được theo UTF-8; hãy lưu lại tệp với bảng mã UTF-8',
  quotes: 'dấu ngoặc kép không khép lại, hoặc nằm giữa ô',
  notCsv: (code: string) => `không phải CSV (${code})`,
  // headings
  columnMissing: 'thiếu cột này',
  columnUnknown: (known: readonly string[]) => `cột không có trong quy định; các cột được dùng: ${known.join(', ')}`,
  columnTwice: 'cột này có hai lần',
  cells: (cells: number, columns: number) => `dòng có ${cells} ô, tiêu đề có ${columns} cột`,
  // one value
  required: 'cần có giá trị',
  control: 'có ký tự điều khiển hoặc xuống dòng trong ô',
  notDay: (text: string) => `“${text}” không phải là ngày có thật dạng yyyy-mm-dd`,
  outOfRange: (text: string) => `“${text}” nằm ngoài khoảng 2000-01-01 đến 2099-12-31`,
  notInstant: (text: string) => `“${text}” không phải là thời điểm có múi giờ, như 2024-11-22T01:00:00Z`,
  notTime: (text: string) => `“${text}” không phải là giờ HH:mm (00:00 đến 23:59)`,
  notWeekdays: (text: string, words: readonly string[]) =>
    `“${text}” không phải là các thứ trong tuần: ${words.join(', ')}, mỗi thứ một lần, như mon-fri hoặc mon|wed`,
  notWhole: (text: string, most: number) => `“${text}” không phải là số nguyên từ 0 đến ${most}`,
  notPercent: (text: string) => `“${text}” không phải là số từ 0 đến 100 (dấu thập phân là dấu chấm)`,
  notYesNo: (text: string) => `“${text}” không phải là yes, no, 1 hoặc 0`,
  notOneOf: (text: string, words: readonly string[]) => `“${text}” không phải là một trong: ${words.join(', ')}`,
  notCode: (text: string) => `“${text}” không có dạng của một mã (chữ không dấu, số, . - / _, tối đa 40 ký tự)`,
  cutCode: (text: string) =>
    `“${text}” không phải là mã thủ tục: mã quốc gia có sáu chữ số sau dấu chấm, như 1.001570 (bảng tính đã cắt số 0?)`,
  notMonthDay: (text: unknown) => `“${String(text)}” không phải là ngày dạng mm-dd, từ 01 đến 28 của tháng`,
  notPopulation: (text: string) =>
    `“${text}” không dùng được làm khóa của nhóm: chữ thường không dấu, số và -, tối đa 40 ký tự, không phải “all”`,
  limitTooLong: (most: number, unit: string) => `thời hạn tối đa là ${most} (${unit})`,
  unitsChanged: 'trong lúc nạp, đơn vị đã được người khác thay đổi; hãy nạp lại',
  notStored: (code: string) => `không lưu được dòng này (${code})`,
  // rows among each other
  twice: (line: number) => `trùng khóa với dòng ${line}`,
  // procedures
  sameProcedure: (code: string, other: string) => `thời gian hiệu lực của “${code}” trùng với ${other}`,
  otherRow: (line: number | null) => (line === null ? 'dòng đã lưu' : `dòng ${line}`),
  // office hours
  hoursHalf: 'giờ mở cửa và giờ đóng cửa: ghi cả hai, hoặc để trống cả hai (ngày nghỉ)',
  lunchHalf: 'giờ nghỉ trưa: ghi cả từ và đến, hoặc để trống cả hai',
  closesTooEarly: (opens: string) => `phải sau giờ mở cửa ${opens}`,
  lunchOutside: (from: string, to: string) => `giờ nghỉ trưa phải nằm trong khoảng ${from} đến ${to}`,
  lunchBackwards: (from: string) => `phải sau ${from}`,
  // policies
  policyUnknown: (known: readonly string[]) => `quy tắc không có; các quy tắc được dùng: ${known.join(', ')}`,
  policyValue: (text: string, allowed: string) => `“${text}” không dùng được; được dùng: ${allowed}`,
  policyForAll: 'quy tắc này áp dụng cho tất cả: để trống scope',
  procedureUnknown: (code: string) => `không có thủ tục nào mang mã “${code}” trong tệp hoặc đã lưu`,
  // units
  notAfter: (from: string) => `phải sau ngày ${from}`,
  sameCode: (code: string, other: string) => `mã “${code}” trong cùng thời gian đã thuộc ${other}`,
  sameAgency: (code: string, other: string) => `mã cơ quan “${code}” trong cùng thời gian đã thuộc ${other}`,
  otherUnit: (name: string, line: number | null) => `“${name}” (${line === null ? 'đã lưu' : `dòng ${line}`})`,
  unitUnknown: (unit: string) => `không có đơn vị “${unit}” trong tệp hoặc đã lưu`,
  unitNotThen: (unit: string, day: string) => `đơn vị “${unit}” không hoạt động vào ngày ${day}`,
  // successors
  successorOfOpen: 'đơn vị chưa đóng (valid_to trống) thì chưa có đơn vị kế thừa',
  successorItself: 'đơn vị không thể kế thừa chính nó',
  successorCircle: (unit: string) => `đơn vị kế thừa “${unit}” lại dẫn về chính đơn vị này`,
  successorTwice: (unit: string) => `đơn vị kế thừa “${unit}” được nêu hai lần`,
  predecessor: (unit: string, day: string) =>
    `đơn vị này kế thừa “${unit}” vào ngày ${day}, nhưng không hoạt động vào ngày đó`,
  successionOfSeveral: (unit: string) => `mã “${unit}” chỉ nhiều đơn vị đã đóng: hãy ghi khóa, như ${unit}@2019-06-01`,
  successionOfOpen: (unit: string) => `đơn vị “${unit}” chưa đóng hoặc không có đơn vị kế thừa`,
  successionNotSuccessor: (unit: string) => `“${unit}” không phải là đơn vị kế thừa của đơn vị này`,
  successionOfAll: 'cần procedure hoặc agency_code: dòng phải cho biết hồ sơ nào',
  successionLost: (unit: string) => `successions.csv đã lưu vẫn chuyển hồ sơ của đơn vị này đến “${unit}”`,
  // populations
  populationGone: (population: string, files: readonly string[]) =>
    `nhóm “${population}” không còn trong tệp nhưng đang được dùng: ${files.join(', ')}`,
  populationOutside: 'nhóm này có chỉ tiêu đã lưu nên phải tính vào tỷ lệ',
  storedUnits: (n: number, one: string) => `${n.toLocaleString('vi-VN')} đơn vị đã lưu (như “${one}”)`,
  storedProcedures: (n: number, one: string) => `${n.toLocaleString('vi-VN')} thủ tục đã lưu (như “${one}”)`,
  storedTargets: (n: number, one: string) => `${n.toLocaleString('vi-VN')} chỉ tiêu đã lưu (như “${one}”)`,
  // targets
  targetPopulation: (population: string) => `đơn vị này thuộc nhóm “${population}”`,
  targetOutside: (population: string) => `đơn vị này thuộc nhóm “${population}”, ngoài các tỷ lệ: không có chỉ tiêu`,
  targetOfSeveral: (unit: string) =>
    `mã “${unit}” chỉ nhiều đơn vị trong thời gian này: hãy ghi khóa, như ${unit}@2019-06-01`,
  targetMetric: 'kế hoạch (metrics.csv) không có chỉ số này',
  targetLower: (population: string, aim: string) =>
    `chỉ tiêu riêng của đơn vị không được thấp hơn của nhóm “${population}” (${aim})`,
  targetAbove: (unit: string, aim: string) =>
    `chỉ tiêu riêng đã lưu của đơn vị “${unit}” (${aim}) thấp hơn chỉ tiêu này`,
  targetTwice: (line: number) => `hai chỉ tiêu cùng tính (counts) trong một thời gian: dòng ${line}`,
};
