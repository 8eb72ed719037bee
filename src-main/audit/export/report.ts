import { canonicalJson } from '../canonical-json.ts';
import type { ChainedRecord } from '../chain.ts';
import { escapeHtml } from './html.ts';
import type { Records } from './json-lines.ts';
import type { ExportHeader } from './lines.ts';
import type { ReportWords } from './report-words.ts';

/**
 * A report for printing: one HTML page that loads nothing and runs nothing, with every record, the signed checkpoints
 * and how to verify them. Whatever comes from a record is escaped.
 */
export async function* recordsAsReport(
  header: ExportHeader,
  records: Records,
  checkpoints: readonly string[],
  words: ReportWords,
): AsyncGenerator<string, void, undefined> {
  yield top(header, words);
  let count = 0;
  for await (const chained of records) {
    yield row(chained, words);
    count++;
  }
  yield bottom(header, checkpoints, count, words);
}

const STYLE = `body{font:10pt sans-serif;margin:2em;color:#000;background:#fff}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.3em;text-align:left;vertical-align:top}
td{overflow-wrap:anywhere;white-space:pre-wrap}tr{break-inside:avoid}thead{display:table-header-group}
.hash,pre{font:8pt monospace;overflow-wrap:anywhere;white-space:pre-wrap}.simulated td{border-style:dashed}
.simulated strong{border:2px dashed #000;padding:0 .3em}`;

function top(header: ExportHeader, words: ReportWords): string {
  const facts = [
    [words.log, header.log],
    [words.exportedAt, new Date(header.exportedAt).toISOString()],
    [words.exportedBy, header.exportedBy ?? '–'],
    [words.filter, header.filter ?? words.nothingLeftOut],
    ...(header.archived
      ? [[words.older, words.archived(header.archived.firstRecord, header.archived.lastRecord)]]
      : []),
  ].map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  const heads = ['#', words.time, words.who, words.what, words.robot, words.change, words.reason, words.outcome];
  return `<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${words.title}</title><style>${STYLE}</style></head>
<body><h1>${words.title}</h1><dl>${facts.join('')}</dl>
<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>
`;
}

function row({ record, hash }: ChainedRecord, words: ReportWords): string {
  const { actor } = record;
  const who = [actor.username ?? actor.userId ?? actor.origin, actor.role, record.workstation];
  const cells = [
    String(record.id),
    new Date(record.at).toISOString(),
    who.filter((part) => part !== null).join('\n'),
    record.subject === null ? record.action : `${record.action}\n${record.subject}`,
    record.robot ?? '',
    changeOf(record, words),
    record.reason ?? '',
    words.outcomes[record.outcome],
  ].map(escapeHtml);
  if (record.source === 'simulated') cells[4] += ` <strong>${words.simulated}</strong>`;
  const last = `${cells.pop()}<div class="hash">${hash}</div>`;
  const kind = record.source === 'simulated' ? ' class="simulated"' : '';
  return `<tr${kind}>${[...cells, last].map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`;
}

function changeOf({ oldValue, newValue, details }: ChainedRecord['record'], words: ReportWords): string {
  const lines: string[] = [];
  if (oldValue !== null) lines.push(`${words.before}: ${canonicalJson(oldValue)}`);
  if (newValue !== null) lines.push(`${words.after}: ${canonicalJson(newValue)}`);
  if (Object.keys(details).length > 0) lines.push(canonicalJson(details));
  return lines.join('\n');
}

function bottom(header: ExportHeader, notes: readonly string[], count: number, words: ReportWords): string {
  return `</tbody></table><p>${words.records}: ${count}</p>
<h2>${words.howToVerify}</h2>${words.explanation.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('')}
<h2>${words.verifierKey}</h2><pre>${escapeHtml(header.verifierKey)}</pre>
<h2>${words.checkpoint}</h2>${notes.map((note) => `<pre>${escapeHtml(note)}</pre>`).join('')}
</body></html>
`;
}
