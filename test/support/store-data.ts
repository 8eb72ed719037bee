import type { AuditEvent } from '../../src-main/audit/record.ts';
import type { NewUser } from '../../src-main/store/repositories/users.ts';

export function newUser(name: string, changes: Partial<NewUser> = {}): NewUser {
  return {
    id: `id-of-${name}`,
    username: name,
    canonicalName: name.toLowerCase(),
    displayName: `Person ${name}`,
    searchText: `${name.toLowerCase()} person${name.toLowerCase()}`,
    role: 'operator',
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
