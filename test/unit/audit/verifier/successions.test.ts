import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordContent } from '../../../../src-main/audit/record-content.ts';
import type { SigningKey } from '../../../../src-main/audit/signing-key.ts';
import { verifyAudit } from '../../../../src-main/audit/verifier/verify.ts';
import { chain, content, exportLines, folderWith, KEY, keyOf, signedOver } from '../log-stand.ts';

const NEXT = keyOf(2);
const THIEF = keyOf(3);
const idOf = ({ keyId }: SigningKey) => Buffer.from(keyId).toString('hex');

const succession = (id: number, from: SigningKey, to: SigningKey): RecordContent =>
  content(id, {
    action: 'audit.new-key',
    details: { newKey: to.verifierKey, oldKey: from.verifierKey, oldKeyId: idOf(from) },
  });

/** Two segments of ten records; the 14th says that another key goes on, which has signed everything anew. */
function log(from: SigningKey, to: SigningKey, claimed = from) {
  const all = chain(
    Array.from({ length: 20 }, (_, index) => (index === 13 ? succession(14, claimed, to) : content(index + 1))),
  );
  const [first, second] = [all.slice(0, 10), all.slice(10)];
  const sealed = { segment: 1, state: 'sealed' } as const;
  return {
    'a.jsonl': exportLines(first, [signedOver(first, sealed, from), signedOver(first, sealed, to)], to),
    'b.jsonl': exportLines(
      second,
      [signedOver(second.slice(0, 3), { segment: 2 }, from), signedOver(second, { segment: 2 }, to)],
      to,
    ),
  };
}

async function find(files: Partial<ReturnType<typeof log>>, ...keys: SigningKey[]) {
  const folder = folderWith(files);
  const { findings, ok } = await verifyAudit(folder, { keys: keys.map(({ verifierKey }) => verifierKey) });
  const told = findings.map(({ kind, file, line, recordId }) => [kind, path.relative(folder, file), line, recordId]);
  return { ok, told, words: findings.map(({ message }) => message).join('\n') };
}

describe('a log on which another key went on', () => {
  it('is in order for whoever knows both keys', async () => {
    expect(await find(log(KEY, NEXT), KEY, NEXT)).toMatchObject({ ok: true, told: [] });
  });

  it('is in order for them in its older part alone, which does not hold the record yet', async () => {
    const { 'a.jsonl': older } = log(KEY, NEXT);
    expect(await find({ 'a.jsonl': older }, KEY, NEXT)).toMatchObject({ ok: true, told: [] });
  });

  it('with the new key alone, says which part the key before it signed, at the record that names it', async () => {
    const { told, words } = await find(log(KEY, NEXT), NEXT);
    expect(told).toEqual([['unvouched', 'b.jsonl', 5, 14]]);
    expect(words).toContain(`the records before 14 were signed by another key (${idOf(KEY)})`);
  });

  it('with the old key alone, takes nobody’s word for the new one', async () => {
    const { told, words } = await find(log(KEY, NEXT), KEY);
    expect(told).toContainEqual(['forged', 'b.jsonl', 13, null]);
    expect(words).toContain('record 14 says, as anybody could');
  });
});

describe('a thief who says that his key follows', () => {
  it('is one for whoever knows the real key', async () => {
    const { ok, told } = await find(log(THIEF, THIEF, KEY), KEY);
    expect(ok).toBe(false);
    expect(told.filter(([kind]) => kind === 'forged').map(([, file]) => file)).toContain('b.jsonl');
  });

  it('is told even to whoever was given his key with the real one, when the log does not say that it follows', async () => {
    const { told, words } = await find(log(KEY, THIEF, NEXT), KEY, THIEF);
    expect(told).toContainEqual(['unvouched', '', null, null]);
    expect(words).toContain('no record here says that one follows the other');
  });

  it('does not make a stranger’s signature good by naming the stranger', async () => {
    const { told } = await find(log(THIEF, NEXT, KEY), NEXT);
    expect(told).toContainEqual(['forged', 'b.jsonl', 12, null]);
  });
});
