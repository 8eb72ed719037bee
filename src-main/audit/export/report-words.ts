/** What the printed report says beside the records. */
export interface ReportWords {
  readonly language: string;
  readonly title: string;
  readonly log: string;
  readonly exportedAt: string;
  readonly exportedBy: string;
  readonly filter: string;
  readonly nothingLeftOut: string;
  /** That older records are in the archive. */
  readonly older: string;
  archived(firstRecord: number, lastRecord: number): string;
  readonly records: string;
  readonly time: string;
  readonly who: string;
  readonly what: string;
  readonly robot: string;
  readonly change: string;
  readonly reason: string;
  readonly outcome: string;
  readonly simulated: string;
  readonly outcomes: Readonly<Record<'succeeded' | 'refused' | 'failed', string>>;
  readonly before: string;
  readonly after: string;
  readonly checkpoint: string;
  readonly verifierKey: string;
  readonly howToVerify: string;
  /** One paragraph each. */
  readonly explanation: readonly string[];
}

const COMMAND = 'npm run console -- audit verify FILE --key KEY';

const en: ReportWords = {
  language: 'en',
  title: 'Audit report',
  log: 'Log',
  exportedAt: 'Exported at (UTC)',
  exportedBy: 'Exported by',
  filter: 'Selection',
  nothingLeftOut: 'all records, nothing left out',
  older: 'Older records',
  archived: (first, last) => `${first} to ${last} are in the archive, not in this report`,
  records: 'Records',
  time: 'Time (UTC)',
  who: 'Who',
  what: 'What',
  robot: 'Robot',
  change: 'Change and details',
  reason: 'Reason',
  outcome: 'Outcome',
  simulated: 'SIMULATED',
  outcomes: { succeeded: 'succeeded', refused: 'refused', failed: 'failed' },
  before: 'before',
  after: 'after',
  checkpoint: 'Signed checkpoint',
  verifierKey: 'Verifier key',
  howToVerify: 'How to verify',
  explanation: [
    'Paper proves nothing by itself. Ask for the export in JSON Lines that belongs to this report, and compare the hash ' +
      'printed under each record with the one in the file.',
    `Then let the independent verifier read the file: ${COMMAND}. Take KEY from whoever installed the console, not from ` +
      'the file or this page. The verifier recomputes the hash of every record, the chain between them and the root of ' +
      'the tree over them, and compares the root with the signed checkpoint below.',
    'Whether the end of the log was cut off shows only a comparison with checkpoints that were kept outside the console ' +
      '(option --witness).',
  ],
};

const vi: ReportWords = {
  language: 'vi',
  title: 'Báo cáo kiểm toán',
  log: 'Nhật ký',
  exportedAt: 'Thời điểm xuất (UTC)',
  exportedBy: 'Người xuất',
  filter: 'Phạm vi',
  nothingLeftOut: 'toàn bộ bản ghi, không bỏ sót',
  older: 'Bản ghi cũ hơn',
  archived: (first, last) => `${first} đến ${last} nằm trong kho lưu trữ, không có trong báo cáo này`,
  records: 'Bản ghi',
  time: 'Thời gian (UTC)',
  who: 'Ai',
  what: 'Việc gì',
  robot: 'Robot',
  change: 'Thay đổi và chi tiết',
  reason: 'Lý do',
  outcome: 'Kết quả',
  simulated: 'MÔ PHỎNG',
  outcomes: { succeeded: 'thành công', refused: 'bị từ chối', failed: 'thất bại' },
  before: 'trước',
  after: 'sau',
  checkpoint: 'Điểm kiểm tra có chữ ký',
  verifierKey: 'Khóa kiểm chứng',
  howToVerify: 'Cách kiểm chứng',
  explanation: [
    'Bản giấy tự nó không chứng minh được điều gì. Hãy yêu cầu bản xuất JSON Lines đi kèm báo cáo này và so sánh mã băm in ' +
      'dưới mỗi bản ghi với mã băm trong tệp.',
    `Sau đó dùng chương trình kiểm chứng độc lập để đọc tệp: ${COMMAND}. Lấy KEY từ người đã cài đặt bảng điều khiển, ` +
      'không lấy từ tệp hay từ trang này. Chương trình tính lại mã băm của từng bản ghi, chuỗi liên kết giữa chúng và gốc ' +
      'của cây băm, rồi so sánh gốc đó với điểm kiểm tra có chữ ký dưới đây.',
    'Muốn biết phần cuối của nhật ký có bị cắt bỏ hay không, phải so sánh với các điểm kiểm tra được lưu bên ngoài bảng ' +
      'điều khiển (tùy chọn --witness).',
  ],
};

export const REPORT_WORDS = { en, vi };
