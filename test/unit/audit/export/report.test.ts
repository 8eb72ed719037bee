import { describe, expect, it } from 'vitest';
import { REPORT_WORDS } from '../../../../src-main/audit/export/report-words.ts';
import { recordsAsReport } from '../../../../src-main/audit/export/report.ts';
import { chain, content, KEY, LOG, signedOver, START, textOf } from '../log-stand.ts';

const header = {
  content: 'segment',
  log: LOG,
  exportedAt: START,
  exportedBy: 'anna',
  verifierKey: KEY.verifierKey,
  filter: null,
} as const;

async function reportOf(changes: Parameters<typeof content>[1], language: 'en' | 'vi' = 'en') {
  const all = chain([content(1, changes), content(2)]);
  const note = signedOver(all);
  return { all, note, html: await textOf(recordsAsReport(header, all, [note], REPORT_WORDS[language])) };
}

const EVIL = `<script>alert(1)</script><img src=x onerror="alert('x')">&amp;`;

describe('the printed report', () => {
  it('shows the records, their hashes, the checkpoint, the key and how to verify', async () => {
    const { html, all, note } = await reportOf({});
    for (const shown of [
      '2026-01-01T00:00:01.000Z',
      'nguyễn.ân\noperator\ndesk-3',
      'robot.move',
      'hoist-1',
      'before: {&#34;speedMmPerS&#34;:200}',
      'after: {&#34;speedMmPerS&#34;:300}',
      'shift change',
      'succeeded',
      all[0]?.hash ?? '',
      all[1]?.hash ?? '',
      note,
      KEY.verifierKey,
      'audit verify FILE --key KEY',
      'all records, nothing left out',
    ]) {
      expect(html).toContain(shown);
    }
    expect(html).toContain('Records: 2');
  });

  it('is text wherever a record says something else', async () => {
    const { html } = await reportOf({
      reason: EVIL,
      robot: EVIL,
      subject: EVIL,
      workstation: EVIL,
      details: { [EVIL]: EVIL },
      oldValue: EVIL,
      actor: { ...content(1).actor, username: EVIL, role: EVIL },
    });
    expect(html).not.toMatch(/<script|<img|onerror="/);
    expect(html.match(/&#60;script&#62;alert\(1\)/g)?.length).toBeGreaterThanOrEqual(8);
  });

  it('loads nothing and runs nothing', async () => {
    const { html } = await reportOf({});
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|<link|<iframe|src=|href=|url\(|@import/);
  });

  it('shows characters that would deceive the eye', async () => {
    const { html } = await reportOf({ reason: 'refused \u202edeifitrec\u202c \u200b\u0007' });
    expect(html).toContain('refused \\u{202e}deifitrec\\u{202c} \\u{200b}\\u{7}');
  });

  it('marks what is simulated with a word and a frame', async () => {
    expect((await reportOf({ source: 'simulated' })).html).toContain('<tr class="simulated">');
    expect((await reportOf({ source: 'simulated' })).html).toContain('<strong>SIMULATED</strong>');
    expect((await reportOf({})).html).not.toContain('SIMULATED');
  });

  it('speaks Vietnamese', async () => {
    const { html } = await reportOf({ source: 'simulated', outcome: 'refused' }, 'vi');
    for (const shown of ['lang="vi"', 'Báo cáo kiểm toán', 'bị từ chối', 'MÔ PHỎNG', 'Cách kiểm chứng']) {
      expect(html).toContain(shown);
    }
  });

  it('says the same things in both languages', () => {
    const shape = (words: (typeof REPORT_WORDS)['en']) =>
      Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? 'text' : Object.keys(value)]);
    expect(shape(REPORT_WORDS.vi)).toEqual(shape(REPORT_WORDS.en));
    expect(
      Object.values(REPORT_WORDS.vi)
        .flat()
        .filter((value) => value === ''),
    ).toEqual([]);
  });
});
