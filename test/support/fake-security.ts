import { NIST_PROFILE } from '../../src-main/access/password-profile.ts';
import { ROLES } from '../../src-main/access/roles.ts';
import { SESSION_POLICY } from '../../src-main/access/session-policy.ts';
import { ACCOUNT_THROTTLE, SEAT_THROTTLE } from '../../src-main/access/throttle-policy.ts';
import type { SecurityPolicy, SettledPolicy } from '../../src-main/security/policy.ts';
import type { Security } from '../../src-main/security/security.ts';

/** What holds for a console with the configuration's defaults. */
export const SETTLED: SettledPolicy = {
  version: '0.0.0',
  shell: 'loopback',
  password: NIST_PROFILE,
  hashCost: 12,
  throttling: { account: ACCOUNT_THROTTLE, seat: SEAT_THROTTLE },
  session: SESSION_POLICY,
  auditKey: { protection: 'file-rights', verifierKey: 'robot-console/audit/test+00000000+key' },
  softwareStop: 'anyone',
  witnessConfigured: false,
  checkpointMinutes: 10,
  keepAuditDays: null,
  scheduledBackups: { everyHours: 24, sealed: false, folderConfigured: false },
};

/** Such a console at one moment, with nobody but an administrator. */
export const POLICY: SecurityPolicy = {
  ...SETTLED,
  at: Date.UTC(2026, 0, 1),
  secondFactor: ROLES.map((role) => ({
    role,
    roleName: role,
    active: role === 'administrator' ? 1 : 0,
    withSecondFactor: 0,
  })),
  signatures: [],
  checkpoints: { lastAt: null, failure: null },
  formerAuditKeys: [],
  backups: { sealed: 0, open: 0, unreadable: 0 },
  contentPolicy: "default-src 'none'",
  fuses: { kind: 'not-applicable' },
};

export function createFakeSecurity(): Security {
  return { policy: async () => POLICY, export: async () => ({ file: '/exports/security-policy.html' }) };
}
