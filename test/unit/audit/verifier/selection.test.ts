import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectionAsJsonLines } from '../../../../src-main/audit/export/json-lines.ts';
import { inclusionPath, proveInclusion } from '../../../../src-main/audit/inclusion.ts';
import { createMerkleTree } from '../../../../src-main/audit/merkle-tree.ts';
import { verifyInclusion } from '../../../../src-main/audit/verifier/inclusion.ts';
import { verifyAudit } from '../../../../src-main/audit/verifier/verify.ts';
import {
  chain,
  checkpointOver,
  content,
  fileWith,
  KEY,
  keyOf,
  LOG,
  records,
  signedOver,
  START,
  textOf,
} from '../log-stand.ts';

const BEFORE = records(7);
const ALL = records(20, 8, BEFORE.at(-1)?.hash);
const TREE = createMerkleTree(ALL.map(({ hash }) => hash));
const CHECKPOINT = checkpointOver(ALL, { segment: 2 });
const NOTE = signedOver(ALL, { segment: 2 });
const keys = [KEY.verifierKey];

const record = (id: number) => {
  const found = ALL[id - 8];
  if (!found) throw new Error(`no record ${id}`);
  return found;
};
const proven = (id: number) => ({ chained: record(id), proof: inclusionPath(id, CHECKPOINT, TREE) });
const evidence = (id: number) => proveInclusion(record(id), { checkpoint: CHECKPOINT, note: NOTE }, TREE);

describe('the evidence for one record', () => {
  it('convinces somebody who has only the key, for every record', () => {
    for (const { record: kept } of ALL) {
      const verdict = verifyInclusion(JSON.stringify(evidence(kept.id), null, 2), keys);
      expect(verdict).toEqual({
        ok: true,
        recordId: kept.id,
        message: `record ${kept.id} is in the log as it was signed on 2026-01-01T00:16:40.020Z`,
      });
    }
  });

  it('covers every size of tree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), (size, pick) => {
        const part = ALL.slice(0, size);
        const checkpoint = checkpointOver(part, { segment: 2 });
        const id = 8 + (pick % size);
        const given = proveInclusion(record(id), { checkpoint, note: signedOver(part, { segment: 2 }) }, TREE);
        expect(verifyInclusion(JSON.stringify(given), keys).ok).toBe(true);
      }),
    );
  });

  const stranger = keyOf(2);
  const good = evidence(12);
  const NOTHING = '0'.repeat(64);
  const [changed] = chain([content(12, { reason: 'another' })], record(12).previousHash);
  it.each<[string, object, RegExp]>([
    ['changed', { ...good, record: content(12, { reason: 'another' }) }, /was changed/],
    ['changed and hashed anew', { ...good, ...changed }, /leads to no signed root/],
    ['another one', { ...good, ...record(13) }, /leads to no signed root/],
    ['at another place', { ...good, proof: { ...good.proof, index: 5 } }, /leads to no signed root/],
    [
      'without a part of its path',
      { ...good, proof: { ...good.proof, path: good.proof.path.slice(1) } },
      /no signed root/,
    ],
    [
      'with more path than it needs',
      { ...good, proof: { ...good.proof, path: [...good.proof.path, NOTHING] } },
      /no signed root/,
    ],
    ['without a proof', { ...good, proof: null }, /has no proof/],
    ['without a checkpoint', { ...good, checkpoint: null }, /not genuine: no trusted key/],
    ['signed by another', { ...good, checkpoint: signedOver(ALL, { segment: 2 }, stranger) }, /no trusted key/],
    ['of another number', { ...good, checkpoint: signedOver(ALL, { segment: 2, firstRecord: 9 }) }, /no signed root/],
    ['missing', { checkpoint: NOTE }, /no record in it/],
  ])('does not convince when the record is %s', (_what, given, message) => {
    expect(verifyInclusion(JSON.stringify(given), keys)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message) as string,
    });
  });

  it('is not made for a record that the checkpoint does not cover', () => {
    const early = checkpointOver(ALL.slice(0, 3), { segment: 2 });
    expect(() => inclusionPath(11, early, TREE)).toThrow(RangeError);
    expect(() => inclusionPath(7, early, TREE)).toThrow(RangeError);
  });
});

describe('a selection', () => {
  const header = {
    log: LOG,
    exportedAt: START,
    exportedBy: null,
    verifierKey: KEY.verifierKey,
    filter: 'robot hoist-1',
  };
  const selection = (ids: readonly number[]) => textOf(selectionAsJsonLines(header, ids.map(proven), [NOTE]));
  const find = async (text: string) => {
    const { findings } = await verifyAudit(fileWith(text), { keys });
    return findings.map(({ kind, line, recordId }) => ({ kind, line, recordId }));
  };

  it('is in order, and calls itself what it is', async () => {
    const result = await verifyAudit(fileWith(await selection([8, 11, 27])), { keys });
    expect(result).toMatchObject({
      ok: true,
      records: 3,
      files: [{ content: 'selection', segment: null, firstRecord: 8, lastRecord: 27, log: LOG }],
    });
  });

  it('finds what was changed in it', async () => {
    expect(await find((await selection([8, 11, 27])).replace(/("id":11,.*)shift change/, '$1overtime'))).toEqual([
      { kind: 'edited', line: 3, recordId: 11 },
    ]);
  });

  it('finds what does not belong to the log', async () => {
    const forged = {
      ...proven(11),
      chained: chain([content(11, { reason: 'forged' })], record(11).previousHash)[0] ?? record(11),
    };
    const text = await textOf(selectionAsJsonLines(header, [proven(8), forged], [NOTE]));
    expect(await find(text)).toEqual([{ kind: 'recomputed', line: 3, recordId: 11 }]);
  });

  it('finds what stands twice or in another order', async () => {
    expect(await find(await selection([8, 11, 11, 10]))).toEqual([
      { kind: 'inserted', line: 4, recordId: 11 },
      { kind: 'swapped', line: 5, recordId: 10 },
    ]);
  });

  it('is no way out for somebody who takes records from a whole export', async () => {
    const text = (await selection([8])).replace(/"proof":\{[^}]*\},/, '');
    expect(await find(text)).toEqual([{ kind: 'unreadable', line: 2, recordId: 8 }]);
  });
});
