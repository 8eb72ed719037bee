import { expect, test } from 'vitest';
import { GENESIS_HASH, isUntouched } from '../../../src-main/audit/chain.ts';
import type { Call } from '../../../src-main/store/engine.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { createFailingFiles } from '../../support/failing-files.ts';
import { openInThread, type InThreadStore } from '../../support/local-store.ts';
import { auditEvent, newUser, refusalOf, temporaryFolder } from '../../support/store.ts';

const POLICY = { afterBytes: 1e9, afterMs: 1e9, notBeforeMs: 1e9, segmentRows: 4 };

/** The subjects, oldest first, of a log whose every record is untouched and follows the one before it. */
async function wholeLog(store: InThreadStore): Promise<(string | null)[]> {
  const records = (await store.read('audit.page', { limit: 1000 })).toReversed();
  for (const [index, { previousHash, hash, ...record }] of records.entries()) {
    expect(record.id).toBe(index + 1);
    expect(previousHash).toBe(records[index - 1]?.hash ?? GENESIS_HASH);
    expect(isUntouched({ record, previousHash, hash })).toBe(true);
  }
  return records.map(({ subject }) => subject);
}

const write = (subject: string, name?: string): Call => {
  const common = { kind: 'write', event: auditEvent({ subject }), at: 1000 } as const;
  return name === undefined
    ? { ...common, name: 'audit.append', args: {} }
    : { ...common, name: 'users.create', args: newUser(name) };
};

test('a change that fails among others takes its record with it, and the chain closes over the place', async () => {
  const store = await openInThread(await temporaryFolder(), { policy: POLICY });
  const outcomes = await store.together([
    write('one', 'Ann'),
    write('two', 'Ann'),
    write('three'),
    write('four', 'Bob'),
  ]);
  expect(outcomes.map((outcome) => 'value' in outcome)).toEqual([true, false, true, true]);
  expect(await wholeLog(store)).toEqual(['one', 'three', 'four']);
  await store.close();
});

test('what the disk refused is not in the chain; the next record follows the last that was kept', async () => {
  const files = createFailingFiles(diskFiles);
  const store = await openInThread(await temporaryFolder(), { files, policy: POLICY });
  await store.write('audit.append', {}, auditEvent({ subject: 'one' }));
  files.failAfter(1, 'ENOSPC');
  const refusal = await refusalOf(store.write('audit.append', {}, auditEvent({ subject: 'two' })));
  expect(refusal.code).toBe('STORE_UNAVAILABLE');
  files.heal();
  await store.write('audit.append', {}, auditEvent({ subject: 'three' }));
  expect(await wholeLog(store)).toEqual(['one', 'three']);
  await store.close();
});

test('the chain goes on through sealed segments and the next opening', async () => {
  const folder = await temporaryFolder();
  for (let life = 0; life < 3; life++) {
    const store = await openInThread(folder, { policy: POLICY, workstation: 'desk-3' });
    for (let n = 0; n < 5; n++) await store.write('audit.append', {}, auditEvent({ subject: `${life}-${n}` }));
    await store.snapshot();
    expect(await wholeLog(store)).toHaveLength(5 * (life + 1));
    await store.close();
  }
  const store = await openInThread(folder, { policy: POLICY });
  const [newest] = await store.read('audit.page', { limit: 1 });
  expect(newest).toMatchObject({ workstation: 'desk-3', version: 1 });
  expect(newest?.clockId).toMatch(/^\d+-\d+-\d+$/);
  await store.close();
});

test('what JSON cannot carry is refused, with nothing kept', async () => {
  const store = await openInThread(await temporaryFolder(), { policy: POLICY });
  const event = auditEvent({ oldValue: 'half \ud800' });
  expect((await refusalOf(store.write('users.create', newUser('Ann'), event))).code).toBe('AUDIT_RECORD_INVALID');
  expect(await store.read('users.list', {})).toEqual([]);
  expect(await wholeLog(store)).toEqual([]);
  await store.close();
});
