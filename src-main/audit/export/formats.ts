export const EXPORT_FORMATS = ['jsonl', 'csv', 'html'] as const;
/** `jsonl` proves what it holds; `csv` is for a spreadsheet, `html` for printing. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
