import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { canonicalRecord, chainHash, chainRecord, GENESIS_HASH, isUntouched } from '../../../src-main/audit/chain.ts';
import { leafHash } from '../../../src-main/audit/merkle.ts';
import type { RecordContent } from '../../../src-main/audit/record-content.ts';
import { content, records } from './log-stand.ts';

const TEXT =
  '{"action":"robot.move","actor":{"origin":"electron","role":"operator","sessionId":"s-1","userId":"u-7",' +
  '"username":"nguyễn.ân"},"at":1767225601000,"clockId":"boot-1/process-42","details":{"attempt":1,"distanceMm":250},' +
  '"id":1,"monotonicMs":1000,"newValue":{"speedMmPerS":300},"oldValue":{"speedMmPerS":200},"outcome":"succeeded",' +
  '"reason":"shift change","robot":"hoist-1","source":"live","subject":null,"version":1,"workstation":"desk-3"}';

it('hashes the mark of a leaf, the previous hash and the canonical text, which never changes for this version', () => {
  expect(canonicalRecord(content(1))).toBe(TEXT);
  // Computed with another language's libraries.
  const expected = 'd86eba13fd811f6fe906ed2246d79c27736d7d56e8273b297fba78ee78ff0493';
  expect(chainRecord(content(1), GENESIS_HASH).chained).toEqual({
    record: content(1),
    previousHash: GENESIS_HASH,
    hash: expected,
  });
});

it('makes the hash of a record the leaf hash of the previous hash and its text', () => {
  const [, second] = records(2);
  const data = Buffer.concat([
    Buffer.from(second?.previousHash ?? '', 'hex'),
    Buffer.from(canonicalRecord(content(2))),
  ]);
  expect(second?.hash).toBe(leafHash(data));
});

it('links each record to the one before it', () => {
  const all = records(5);
  expect(all.map(({ previousHash }) => previousHash)).toEqual([
    GENESIS_HASH,
    ...all.slice(0, 4).map(({ hash }) => hash),
  ]);
  expect(new Set(all.map(({ hash }) => hash)).size).toBe(5);
});

it('does not depend on the order in which a record was put together', () => {
  const shuffled = Object.fromEntries(Object.entries(content(1)).toReversed()) as unknown as RecordContent;
  expect(canonicalRecord(shuffled)).toBe(TEXT);
});

it.each<[string, Partial<RecordContent>]>([
  ['the action', { action: 'robot.halt' }],
  ['who', { actor: { ...content(1).actor, username: 'nguyễn.an' } }],
  ['the role', { actor: { ...content(1).actor, role: 'supervisor' } }],
  ['the session', { actor: { ...content(1).actor, sessionId: null } }],
  ['the origin', { actor: { ...content(1).actor, origin: 'loopback' } }],
  ['the workstation', { workstation: null }],
  ['the time', { at: content(1).at + 1 }],
  ['the monotonic time', { monotonicMs: 1000.5 }],
  ['the clock', { clockId: 'boot-2/process-42' }],
  ['the number', { id: 2 }],
  ['the subject', { subject: '' }],
  ['the robot', { robot: 'hoist-2' }],
  ['the old value', { oldValue: null }],
  ['the new value', { newValue: { speedMmPerS: '300' } }],
  ['the reason', { reason: null }],
  ['the source', { source: 'simulated' }],
  ['the outcome', { outcome: 'failed' }],
  ['the details', { details: { attempt: 1, distanceMm: 251 } }],
])('another %s is another hash', (_what, changes) => {
  const [chained] = records(1);
  if (!chained) throw new Error('no record');
  expect(isUntouched(chained)).toBe(true);
  expect(isUntouched({ ...chained, record: content(1, changes) })).toBe(false);
});

it('hashes records of any length, each as if it were the first', () => {
  const long = content(1, { details: { text: 'ế'.repeat(200_000) } });
  const before = chainRecord(content(1), GENESIS_HASH).chained.hash;
  const { canonical, chained } = chainRecord(long, GENESIS_HASH);
  expect(chained.hash).toBe(createHash('sha256').update(Buffer.alloc(33)).update(canonical).digest('hex'));
  expect(chainRecord(content(1), GENESIS_HASH).chained.hash).toBe(before);
});

it.each(['', 'abc', 'g'.repeat(64)])('refuses to chain to what is no hash: "%s"', (previous) => {
  expect(() => chainHash(previous, '{}')).toThrow(RangeError);
});
