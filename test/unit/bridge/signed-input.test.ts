import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SIGNABLE } from '../../../src-main/bridge/signable.ts';
import { aboutOf, digestOf } from '../../../src-main/bridge/signed-input.ts';
import { POLICY_WORDS } from '../../../src-main/security/policy-words.ts';
import { PROCEDURES } from '../../fuzz/bridge/procedures.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('what a signature is bound to', () => {
  test('is the canonical JSON of the input, whichever way its fields stand', () => {
    const { whole, recorded } = digestOf({ id: 'x', disabled: true }, []);
    expect(whole).toBe(sha256('{"disabled":true,"id":"x"}'));
    expect(digestOf({ disabled: true, id: 'x' }, []).whole).toBe(whole);
    expect(recorded).toBe(whole);
    expect(digestOf(undefined, []).whole).toBe(sha256('null'));
  });

  test('leaves secrets out of what is recorded, and out of nothing else', () => {
    const one = digestOf({ passphrase: 'seven words', kind: 'full' }, ['passphrase']);
    const other = digestOf({ passphrase: 'other words', kind: 'full' }, ['passphrase']);
    expect(one.recorded).toBe(sha256('{"kind":"full","passphrase":null}'));
    expect(other.recorded).toBe(one.recorded);
    expect(other.whole).not.toBe(one.whole);
  });

  test('is refused where there is no such form', () => {
    let deep: unknown = null;
    for (let level = 0; level < 100; level++) deep = [deep];
    for (const input of [deep, { id: '\ud800' }]) {
      expect(() => digestOf(input, [])).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
    }
  });

  test('names the thing that it is about, where the input does', () => {
    expect([{ id: 'x' }, { robot: 'y' }].map(aboutOf)).toEqual(['x', 'y']);
    expect([{ draft: { id: 'z' } }, { robot: 'y', draft: { id: 'z' } }].map(aboutOf)).toEqual(['z', 'y']);
    expect([{ id: 1 }, { to: 'x' }, 'x', null, [1]].map(aboutOf)).toEqual(Array(5).fill(null));
  });
});

describe('the procedures that can want a signature', () => {
  test('are the sensitive ones, in words of both languages', () => {
    const sensitive = PROCEDURES.filter(({ rule }) => rule.sensitive).map(({ name }) => name);
    expect(SIGNABLE.map(({ procedure }) => procedure).toSorted()).toEqual(sensitive.toSorted());
    for (const { signatures } of Object.values(POLICY_WORDS)) {
      expect(SIGNABLE.filter(({ procedure }) => !signatures.procedures[procedure])).toEqual([]);
    }
  });

  test('say which fields of their input are secret', () => {
    const looksSecret = /pass|secret|code|key|token/i;
    for (const { procedure, secrets } of SIGNABLE) {
      const fields = Object.keys(PROCEDURES.find(({ name }) => name === procedure)?.shape?.properties ?? {});
      expect([procedure, fields.filter((field) => looksSecret.test(field))]).toEqual([procedure, secrets]);
    }
  });
});
