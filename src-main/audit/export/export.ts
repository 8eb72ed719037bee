import { recordsAsCsv } from './csv.ts';
import type { ExportFormat } from './formats.ts';
import { selectionAsJsonLines, type ProvenRecord } from './json-lines.ts';
import type { ExportHeader } from './lines.ts';
import { REPORT_WORDS } from './report-words.ts';
import { recordsAsReport } from './report.ts';

/** Proven records as the text of an export, piece by piece. */
export function exportText(
  format: ExportFormat,
  header: Omit<ExportHeader, 'content'>,
  records: AsyncIterable<ProvenRecord>,
  notes: readonly string[],
  language: keyof typeof REPORT_WORDS = 'en',
): AsyncGenerator<string, void, undefined> {
  if (format === 'jsonl') return selectionAsJsonLines(header, records, notes);
  const plain = withoutProofs(records);
  if (format === 'csv') return recordsAsCsv(plain);
  return recordsAsReport({ ...header, content: 'selection' }, plain, notes, REPORT_WORDS[language]);
}

async function* withoutProofs(records: AsyncIterable<ProvenRecord>) {
  for await (const { chained } of records) yield chained;
}
