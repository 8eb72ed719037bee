import { escapeHtml } from '../audit/export/html.ts';
import type { SecurityPolicy } from './policy.ts';
import { policySections, type PolicyRow, type PolicySection } from './policy-sections.ts';
import { POLICY_WORDS, type PolicyLanguage } from './policy-words.ts';

const STYLE = `body{font:10pt sans-serif;margin:2em;color:#000;background:#fff}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.3em;text-align:left;vertical-align:top}
th{width:35%;font-weight:normal}td{overflow-wrap:anywhere}tr{break-inside:avoid}h2{font-size:12pt;break-after:avoid}
strong{border:1px solid #000;padding:0 .3em}`;

/**
 * The policy as one HTML page for printing that loads nothing and runs nothing. It says the same as the page of the
 * console: both are made of {@link policySections}. Times are UTC.
 *
 * @param exportedBy username of whoever asked for it
 */
export function policyReport(policy: SecurityPolicy, exportedBy: string | null, language: PolicyLanguage): string {
  const words = POLICY_WORDS[language];
  const utc = (ms: number) => new Date(ms).toISOString();
  const facts = [
    [words.report.at, utc(policy.at)],
    [words.report.by, exportedBy ?? '–'],
    [words.report.version, policy.version],
  ].map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  const sections = policySections(policy, language, utc).map((section) => sectionHtml(section, words.concern));
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(words.report.title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(words.report.title)}</h1><dl>${facts.join('')}</dl>
${sections.join('\n')}
</body></html>
`;
}

function sectionHtml({ heading, rows }: PolicySection, concern: string): string {
  const lines = rows.map((row) => rowHtml(row, concern));
  return `<h2>${escapeHtml(heading)}</h2>\n<table><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

function rowHtml({ name, value, concern }: PolicyRow, word: string): string {
  const mark = concern ? `<strong>${escapeHtml(word)}</strong> ` : '';
  return `<tr><th scope="row">${escapeHtml(name)}</th><td>${mark}${escapeHtml(value)}</td></tr>`;
}
