import { describe, expect, it } from 'vitest';
import { complexityProfile } from '../../../src-main/access/password-profile.ts';
import { INTENDED_FUSES } from '../../../src-main/security/fuses.ts';
import type { SecurityPolicy } from '../../../src-main/security/policy.ts';
import { policySections } from '../../../src-main/security/policy-sections.ts';
import { policyReport } from '../../../src-main/security/report.ts';
import { coverageOf } from '../../../src-main/security/security.ts';
import { POLICY } from '../../support/fake-security.ts';

const utc = (ms: number) => new Date(ms).toISOString();
const rowsOf = (policy: SecurityPolicy, id: string, language: 'en' | 'vi' = 'en') =>
  policySections(policy, language, utc).find((section) => section.id === id)?.rows ?? [];
const valuesOf = (policy: SecurityPolicy, id: string) => rowsOf(policy, id).map(({ value }) => value);
const concernsOf = (policy: SecurityPolicy, id: string) =>
  rowsOf(policy, id)
    .filter(({ concern }) => concern)
    .map(({ name }) => name);

describe('the policy in words', () => {
  it('has the same sections and rows in both languages, each with something in it', () => {
    const [en, vi] = (['en', 'vi'] as const).map((language) => policySections(POLICY, language, utc));
    expect(vi?.map(({ id, rows }) => [id, rows.length])).toEqual(en?.map(({ id, rows }) => [id, rows.length]));
    for (const { rows } of [...(en ?? []), ...(vi ?? [])]) {
      for (const { name, value } of rows) expect([name.trim(), value.trim()]).not.toContain('');
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    }
  });

  it('tells the numbers of the password profile in force', () => {
    expect(valuesOf(POLICY, 'password').slice(0, 4)).toEqual([
      'nist (NIST SP 800-63B-4)',
      '15 characters',
      '8 characters',
      '72 bytes in UTF-8; longer is refused, not cut',
    ]);
    const strict = { ...POLICY, password: complexityProfile({ remembered: 5, maxAgeDays: 30 }) };
    expect(valuesOf(strict, 'password')).toEqual(
      expect.arrayContaining(['12 characters', 'upper case letter, lower case letter, digit, symbol', '5', '30 d']),
    );
  });

  it('tells how failures are slowed down, and how long sessions last', () => {
    expect(valuesOf(POLICY, 'throttling')[0]).toBe(
      'from failure 4 in a row on a wait of 1 s, doubling up to 32 s; from failure 10 on 15 min each; ' +
        'closed at failure 100 until an administrator opens it',
    );
    expect(valuesOf(POLICY, 'throttling')[1]).toContain('never locked; forgotten after 15 min');
    expect(valuesOf(POLICY, 'session').slice(0, 4)).toEqual(['10 min', '12 h', '3', '5 min']);
  });

  it('marks every role of whose accounts some have no second factor', () => {
    const secondFactor = [
      { role: 'administrator', roleName: 'Administrator', active: 2, withSecondFactor: 2 },
      { role: 'operator', roleName: 'Operator', active: 3, withSecondFactor: 1 },
      { role: 'viewer', roleName: 'Viewer', active: 0, withSecondFactor: 0 },
    ] as const;
    const policy = { ...POLICY, secondFactor };
    expect(valuesOf(policy, 'secondFactor').slice(1)).toEqual([
      '2 of 2 active accounts have one',
      '1 of 3 active accounts have one',
      'no active account',
    ]);
    expect(concernsOf(policy, 'secondFactor')).toEqual(['Operators']);
  });

  it('hides nothing of what is weak, and stops marking it when it is mended', () => {
    expect(concernsOf(POLICY, 'audit')).toEqual(['Signing key', 'Copies of the checkpoints elsewhere']);
    expect(concernsOf(POLICY, 'backups')).toEqual(['Scheduled backups are', 'Folder']);
    expect(concernsOf(POLICY, 'atRest')).toHaveLength(4);
    const mended: SecurityPolicy = {
      ...POLICY,
      softwareStop: 'anyone',
      witnessConfigured: true,
      auditKey: { ...POLICY.auditKey, protection: 'dpapi' },
      scheduledBackups: { everyHours: 24, sealed: true, folderConfigured: true },
    };
    expect(concernsOf(mended, 'audit')).toEqual([]);
    expect(concernsOf(mended, 'backups')).toEqual([]);
    // the database itself is never encrypted, whatever is configured
    expect(concernsOf(mended, 'atRest')).toHaveLength(2);
  });

  it('does not call backups encrypted when one that is there is open, or cannot be read', () => {
    const sealed = { everyHours: 24, sealed: true, folderConfigured: true };
    for (const backups of [
      { sealed: 3, open: 1, unreadable: 0 },
      { sealed: 3, open: 0, unreadable: 1 },
    ]) {
      const policy = { ...POLICY, scheduledBackups: sealed, backups };
      expect(valuesOf(policy, 'atRest').at(-1)).toBe('not all encrypted, see Backups');
      expect(concernsOf(policy, 'backups')).toEqual(['Backup files that are there']);
    }
  });

  it('tells which actions want a signature, and marks what only one person could still sign', () => {
    expect(valuesOf(POLICY, 'signatures')[0]).toBe('none');
    const right = 'user:delete' as const;
    const signatures = [
      { procedure: 'users.delete', right, demand: 'second', signers: 1 },
      { procedure: 'users.restore', right, demand: 'second', signers: 2 },
      { procedure: 'backups.create', right, demand: 'own', signers: 1 },
      { procedure: 'users.create', right, demand: 'none', signers: 1 },
    ] as const;
    const names = rowsOf({ ...POLICY, signatures }, 'signatures').map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['Delete a user', 'Restore a deleted user', 'Make a backup']);
    expect(names).toHaveLength(4);
    expect(concernsOf({ ...POLICY, signatures }, 'signatures')).toEqual(['Delete a user']);
  });

  it('names the keys that signed before, also one of which only the id is left, and how long records stay', () => {
    const until = Date.UTC(2026, 1, 3);
    const formerAuditKeys = [
      { verifierKey: null, keyId: '01020304', until },
      { verifierKey: 'log+05060708+A', keyId: '05060708', until: until + 1000 },
    ];
    const values = valuesOf({ ...POLICY, formerAuditKeys, keepAuditDays: 730 }, 'audit');
    expect(values).toContain('lost; its signatures name it 01020304');
    expect(values).toContain('log+05060708+A');
    expect(values.join()).toContain('at least 730 days');
    expect(concernsOf({ ...POLICY, formerAuditKeys }, 'audit')).toContain(
      'Verifier key before it, until 2026-02-03T00:00:00.000Z',
    );
    expect(valuesOf(POLICY, 'audit')).toContain('for ever');
  });

  it('says when the log is not signed any more', () => {
    const policy = { ...POLICY, checkpoints: { lastAt: Date.UTC(2026, 1, 3), failure: 'ENOSPC' } };
    expect(valuesOf(policy, 'audit').at(-1)).toBe('2026-02-03T00:00:00.000Z; signing or copying fails: ENOSPC');
    expect(concernsOf(policy, 'audit')).toContain('Last checkpoint');
  });
});

describe('the fuses', () => {
  const withFuses = (fuses: SecurityPolicy['fuses']): SecurityPolicy => ({ ...POLICY, fuses });

  it('do not apply to a browser', () => {
    expect(valuesOf(POLICY, 'fuses')).toEqual(['Not applicable: the console runs in a browser, not in Electron']);
    expect(concernsOf(POLICY, 'fuses')).toEqual([]);
  });

  it('are marked where the running program differs from what a package has, or cannot be read', () => {
    const states = { ...INTENDED_FUSES, runAsNode: 'on', onlyLoadAppFromAsar: 'unknown' } as const;
    const policy = withFuses({ kind: 'read', states });
    expect(concernsOf(policy, 'fuses')).toEqual(['runAsNode', 'onlyLoadAppFromAsar']);
    expect(valuesOf(policy, 'fuses')[0]).toBe('on; a package has it off');
    expect(concernsOf(withFuses({ kind: 'read', states: INTENDED_FUSES }), 'fuses')).toEqual([]);
    expect(concernsOf(withFuses({ kind: 'unreadable' }), 'fuses')).toHaveLength(1);
  });
});

describe('the report', () => {
  it.each(['en', 'vi'] as const)('says every row of the page (%s)', (language) => {
    const report = policyReport(POLICY, 'anna', language);
    for (const { heading, rows } of policySections(POLICY, language, utc)) {
      expect(report).toContain(heading);
      for (const { value } of rows) expect(report).toContain(value.replaceAll("'", '&#39;'));
    }
    expect(report).toContain(`<html lang="${language}">`);
    expect(report.match(/<strong>/g)).toHaveLength(
      policySections(POLICY, language, utc).flatMap(({ rows }) => rows.filter(({ concern }) => concern)).length,
    );
  });

  it('runs and loads nothing, whatever stands in it', () => {
    const hostile = '<script>alert(1)</script>';
    const checkpoints = { lastAt: null, failure: hostile };
    const report = policyReport({ ...POLICY, checkpoints, version: hostile }, hostile, 'en');
    expect(report).not.toContain('<script');
    expect(report).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });
});

it('the coverage counts active accounts alone', () => {
  const account = (status: 'active' | 'disabled' | 'deleted', secondFactor: boolean) =>
    ({ role: 'operator', roleName: 'Operator', status, secondFactor }) as const;
  const users = [
    account('active', true),
    account('active', false),
    account('disabled', true),
    account('deleted', true),
  ];
  expect(coverageOf(users)).toContainEqual({ role: 'operator', roleName: 'Operator', active: 2, withSecondFactor: 1 });
  expect(coverageOf(users)).toContainEqual({ role: 'viewer', roleName: 'viewer', active: 0, withSecondFactor: 0 });
});
