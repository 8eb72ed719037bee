import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { diskFiles } from '../../../../src-main/store/files.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { listIfThere, lookInto } from '../../../../src-main/store/opening/folder-content.ts';
import { writeSegment } from '../../../../src-main/store/segments/segment-file.ts';
import { auditEvent, openTestStore, temporaryFolder } from '../../../support/store.ts';
import { reword, sql, tampered, unnoticed } from '../../../support/tamper.ts';
import { findingsOf, flipByte, snapshotsOf, stateOf, tamperBoth, tamperSnapshot, usedFolder } from './used-folder.ts';

let dir: string;
const segments = (): string[] => readdirSync(path.join(dir, 'segments')).toSorted();
const segmentFile = (index: number): string => path.join(dir, 'segments', segments()[index] ?? '');

beforeEach(async () => {
  dir = await usedFolder();
});

test('a whole folder is found whole, and nothing in it changes by that', async () => {
  expect(segments()).toHaveLength(2);
  expect(snapshotsOf(dir)).toHaveLength(2);
  const before = stateOf(dir);
  expect(await findingsOf(dir, 'full')).toEqual([]);
  expect(await findingsOf(dir, 'quick')).toEqual([]);
  expect(stateOf(dir)).toEqual(before);
});

test('a damaged folder is not changed either', async () => {
  flipByte(path.join(dir, snapshotsOf(dir)[0] ?? ''), 100);
  rmSync(segmentFile(1));
  writeFileSync(path.join(dir, 'snapshot-000000000099.db.tmp'), 'unfinished');
  const before = stateOf(dir);
  expect(await findingsOf(dir)).not.toEqual([]);
  expect(stateOf(dir)).toEqual(before);
});

describe('segments', () => {
  test.each(['quick', 'full'] as const)('one that is missing is named (%s)', async (kind) => {
    const [, name = ''] = segments();
    rmSync(segmentFile(1));
    expect(await findingsOf(dir, kind)).toEqual([
      { check: 'segment-files', table: 'audit_records', record: name, finding: 'it is missing', repair: null },
    ]);
  });

  test('one with a single wrong byte is named', async () => {
    const [name = ''] = segments();
    flipByte(segmentFile(0), 5000);
    expect(await findingsOf(dir)).toEqual([
      expect.objectContaining({ record: name, finding: 'its checksum does not fit its content', repair: null }),
    ]);
  });

  const forge = async (...steps: Parameters<typeof tampered>[1][]): Promise<string> => {
    const bytes = readFileSync(segmentFile(0));
    const database = await tampered(bytes.subarray(0, -64), ...steps);
    return writeSegment(diskFiles, dir, { firstId: 1, lastId: 8 }, database);
  };

  test('one that was written anew with other content is not the one that was sealed', async () => {
    await forge(sql("UPDATE audit_records SET action = 'nothing.happened'"));
    expect(await findingsOf(dir)).toMatchObject([{ finding: 'it is not the one that was sealed' }]);
  });

  test('one whose place in the database was forged with it must still hold every record of its range', async () => {
    const sha256 = await forge(sql('DELETE FROM audit_records WHERE id = 2'));
    await tamperBoth(
      dir,
      ...unnoticed(['segments_never_change'], sql(`UPDATE segments SET sha256 = '${sha256}' WHERE first_id = 1`)),
    );
    expect(await findingsOf(dir)).toMatchObject([
      { check: 'segment-files', finding: 'it does not hold exactly the records 1 to 8' },
    ]);
  });

  test('files that the database does not name are found, each for what it is', async () => {
    copyFileSync(segmentFile(0), path.join(dir, 'segments', 'audit-000000000901-000000000904.db'));
    writeFileSync(path.join(dir, 'segments', 'holiday.jpg'), '');
    writeFileSync(path.join(dir, 'segments', 'audit-000000000013-000000000016.db.tmp'), 'unfinished');
    for (const kind of ['quick', 'full'] as const) {
      const findings = (await findingsOf(dir, kind)).map(({ record, repair }) => `${record} ${repair}`);
      expect(findings.toSorted()).toEqual([
        'segments/audit-000000000901-000000000904.db set-segment-aside',
        'segments/holiday.jpg null',
      ]);
    }
  });
});

describe('snapshots', () => {
  test.each([
    ['the newest', 0],
    ['the one before', 1],
  ])('%s with a single wrong byte is named, and can be set aside', async (_which, generation) => {
    const name = snapshotsOf(dir)[generation] ?? '';
    flipByte(path.join(dir, name), 5000);
    const finding = 'its checksum does not fit its content';
    expect(await findingsOf(dir)).toEqual([
      { check: 'snapshots', table: null, record: name, finding, repair: 'set-snapshot-aside' },
    ]);
  });

  test('what opening finds is said by a quick verification too', async () => {
    const name = snapshotsOf(dir)[0] ?? '';
    flipByte(path.join(dir, name), 5000);
    expect(await findingsOf(dir, 'quick')).toMatchObject([{ check: 'snapshots', record: name }]);
  });

  test.each([
    ['an orphan', sql("DELETE FROM users WHERE id = 'id-of-Ann'"), 'a record of settings refers to one'],
    [
      'a broken rule',
      sql('PRAGMA ignore_check_constraints = ON; UPDATE users SET created_at = -1'),
      'CHECK constraint',
    ],
    ['a schema that cannot be read', sql("UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'users'"), 'malformed'],
  ])('one that was sealed over %s gives way to the one before it', async (_what, step, words) => {
    const name = await tamperSnapshot(dir, 0, step);
    const findings = await findingsOf(dir);
    expect(findings).toMatchObject([{ check: 'snapshots', record: name, repair: 'set-snapshot-aside' }]);
    expect(findings[0]?.finding).toContain(words);
  });

  test('one under another name than its own is named', async () => {
    const [newest = '', older = ''] = snapshotsOf(dir);
    copyFileSync(path.join(dir, newest), path.join(dir, older));
    expect(await findingsOf(dir)).toMatchObject([
      { record: older, finding: expect.stringMatching(/^it holds the state/) },
    ]);
  });
});

describe('journals', () => {
  const between = (): string => journalName(lookInto(diskFiles, dir).snapshots[1] ?? -1);

  test('one that is damaged before its end is named, with the changes that are concerned', async () => {
    flipByte(path.join(dir, between()), 60);
    expect(await findingsOf(dir)).toEqual([
      {
        check: 'journals',
        table: null,
        record: between(),
        finding: expect.stringMatching(/^it is damaged in its middle: the changes \d+ to \d+ cannot all be read$/),
        repair: null,
      },
    ]);
  });

  test('one that is missing breaks the chain', async () => {
    const name = between();
    rmSync(path.join(dir, name));
    expect((await findingsOf(dir))[0]).toMatchObject({ check: 'journals', record: name, finding: 'it is missing' });
  });

  test('one that begins later than the one before it ends is named', async () => {
    const { snapshots, journals } = lookInto(diskFiles, dir);
    const [newest = 0, older = 0] = snapshots;
    expect(journals).toEqual([older, newest]);
    writeFileSync(path.join(dir, journalName(older)), '');
    expect(await findingsOf(dir)).toMatchObject([
      { record: journalName(newest), finding: `the journal before it ends at change ${older}` },
    ]);
  });

  test('an unfinished write at the end is none of its business', async () => {
    const newest = lookInto(diskFiles, dir).snapshots[0] ?? 0;
    writeFileSync(path.join(dir, journalName(newest)), 'RCJ1 and then the power went');
    expect(await findingsOf(dir)).toEqual([]);
  });
});

describe('a folder that would not open', () => {
  test('says what is missing', async () => {
    for (const name of snapshotsOf(dir)) rmSync(path.join(dir, name));
    const findings = await findingsOf(dir);
    expect(findings[0]).toMatchObject({
      check: 'opening',
      finding: expect.stringContaining('it is missing, and so are all other snapshots'),
    });
  });

  test('is looked into all the same where its only faults can be repaired', async () => {
    await tamperBoth(dir, sql("DELETE FROM users WHERE id = 'id-of-Ann'"));
    expect((await findingsOf(dir)).map(({ check, record, repair }) => `${check} ${record} ${repair}`)).toEqual([
      'orphans language forget-account',
      ...snapshotsOf(dir).map((name) => `snapshots ${name} set-snapshot-aside`),
    ]);
  });

  test('is not opened for faults that cannot be', async () => {
    await tamperBoth(
      dir,
      reword('settings', (words) => words.replace(' REFERENCES users (id)', ' REFERENCES nobody (id)')),
    );
    expect((await findingsOf(dir))[0]).toMatchObject({ check: 'opening', repair: null });
  });

  test('says what it cannot know of accounts whose names are the same', async () => {
    await tamperBoth(dir, sql("UPDATE users SET username = 'ANN' WHERE id = 'id-of-Bob'"));
    expect((await findingsOf(dir)).map(({ check, record }) => `${check} ${record}`)).toEqual([
      'names id-of-Bob',
      'names id-of-Ann, id-of-Bob',
    ]);
  });
});

test('a folder between an old store and a restored one is said to be so, and not judged', async () => {
  writeFileSync(path.join(dir, 'restore.json'), JSON.stringify({ phase: 'moving-in', replaced: 'replaced-1' }));
  for (const name of snapshotsOf(dir)) rmSync(path.join(dir, name));
  expect((await findingsOf(dir)).map(({ check }) => check)).toEqual(['unfinished-restore']);
});

test('an empty journal in an otherwise empty folder is a beginning, not damage', async () => {
  const empty = await temporaryFolder();
  writeFileSync(path.join(empty, journalName(0)), '');
  expect(await findingsOf(empty)).toEqual([]);
});

test('a folder that a console is writing to is found whole, whatever the moment', async () => {
  const busy = await temporaryFolder();
  const store = await openTestStore(busy, { policy: { segmentRows: 50, notBeforeMs: 0 } });
  const stop = new AbortController();
  const writing = (async () => {
    while (!stop.signal.aborted) {
      await Promise.all(Array.from({ length: 5 }, () => store.write('audit.append', {}, auditEvent())));
    }
  })();
  const sealed = (): number => listIfThere(diskFiles, path.join(busy, 'segments')).length;
  await expect.poll(sealed, { timeout: 10_000 }).toBeGreaterThan(0);
  const sealedBefore = sealed();
  // until segments have been sealed under its eyes, however slow the machine
  for (let round = 0; round < 5 || (sealed() < sealedBefore + 3 && round < 60); round++) {
    expect(await findingsOf(busy)).toEqual([]);
  }
  stop.abort();
  await writing;
  expect(sealed()).toBeGreaterThanOrEqual(sealedBefore + 3);
});
