import { expect, it } from 'vitest';
import { segmentAsJsonLines, type Records } from '../../../../src-main/audit/export/json-lines.ts';
import { exportLines, KEY, LOG, records, signedOver, START, textOf } from '../log-stand.ts';

const header = { log: LOG, exportedAt: START, exportedBy: 'anna', verifierKey: KEY.verifierKey };
const ALL = records(3);

async function* paged() {
  yield* ALL;
}

it.each<[string, Records]>([
  ['from memory', ALL],
  ['page by page', paged()],
])('a segment is a header, its records and its checkpoints, a line each: %s', async (_how, source) => {
  const text = await textOf(segmentAsJsonLines(header, source, [signedOver(ALL)]));
  expect(text).toBe(exportLines(ALL).join(''));
  const parsed = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(parsed).toEqual([
    {
      header: {
        content: 'segment',
        exportedAt: '2026-01-01T00:00:00.000Z',
        exportedBy: 'anna',
        filter: null,
        format: 'robot-console-audit',
        log: LOG,
        verifierKey: KEY.verifierKey,
        version: 1,
      },
    },
    ...ALL,
    { checkpoint: signedOver(ALL) },
  ]);
});
