import type { AuditEvent } from '../../src-main/audit/record.ts';
import { createAuditTrail, type AuditTrail } from '../../src-main/store/audit-trail.ts';
import type { NewUser } from '../../src-main/store/repositories/users.ts';

export function newUser(name: string, changes: Partial<NewUser> = {}): NewUser {
  return {
    id: `id-of-${name}`,
    username: name,
    canonicalName: name.toLowerCase(),
    displayName: `Person ${name}`,
    searchText: `${name.toLowerCase()} person${name.toLowerCase()}`,
    role: 'operator',
    scope: null,
    passwordHash: 'a hash',
    hasPassword: true,
    secret: null,
    createdAt: 1_767_225_600_000,
    onlyAsFirst: false,
    ...changes,
  };
}

export function auditEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    actor: { userId: null, username: 'installer', role: null, sessionId: null, origin: 'command-line' },
    action: 'user.create',
    subject: null,
    outcome: 'succeeded',
    details: {},
    ...changes,
  };
}

/** What a segment's entry says beside its place, for databases whose segments are nowhere. */
export const SEGMENT_FACTS = {
  table_name: 'audit_records',
  sha256: 'a'.repeat(64),
  root: 'b'.repeat(64),
  previous_hash: 'c'.repeat(64),
  last_hash: 'd'.repeat(64),
  sealed_at: 1,
} as const;

/** A trail from the genesis on, whose monotonic clock stands still. */
export function newTrail(): AuditTrail {
  return createAuditTrail({ clock: { monotonic: () => 5 }, clockId: 'test', workstation: 'desk-3' });
}
