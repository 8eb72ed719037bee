import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { secretToken, type RandomBytes } from '../random.ts';
import { oneAtATime } from '../store/one-at-a-time.ts';
import type { Store } from '../store/store.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import { createClockReader } from './clock-reading.ts';
import { createOwnLimits, type GroupOf } from './own-limits.ts';
import { createOverrides, type Overrides } from './overrides/overrides.ts';
import { createOwnAccount, type OwnAccountService } from './own-account.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { PasswordProfile } from './password-profile.ts';
import type { Principal } from './principal.ts';
import type { SecretProtection } from './secret-protection.ts';
import { createRoles, type Roles } from './roles/governed-roles.ts';
import { createRoleBook, type RoleBookStore } from './roles/role-book.ts';
import { SESSION_POLICY, type SessionPolicy } from './session-policy.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createProving } from './signatures/proving.ts';
import { createSignatures, type Signatures } from './signatures/signatures.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createThrottling } from './throttling.ts';
import { recordTimedChanges } from './timed-changes.ts';
import { createUserExchange, type UserExchange } from './user-exchange.ts';
import { userHistory, type HistoryEntry, type HistoryQuery, type HistorySight } from './user-history.ts';

/** Everything about who may use the console. */
export interface Access {
  readonly accounts: Accounts;
  readonly roles: Roles;
  readonly exchange: UserExchange;
  readonly signIn: SignIn;
  readonly own: OwnAccountService;
  readonly sessions: Sessions;
  readonly signatures: Signatures;
  readonly overrides: Overrides;
  /** As {@link userHistory}. */
  readonly history: (query: HistoryQuery, sight: HistorySight) => Promise<readonly HistoryEntry[]>;
}

export interface AccessDependencies {
  readonly store: Pick<Store, 'read' | 'write'> & RoleBookStore;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  readonly protection: SecretProtection;
  readonly blocklist: ReadonlySet<string>;
  readonly policy?: SessionPolicy;
  readonly profile?: PasswordProfile;
  /** Without it every robot is in no group. */
  readonly groupOf?: GroupOf;
  /** Keeps what the store did not take for later; without it the log alone tells of it. */
  readonly record?: (event: AuditEvent) => void;
}

export function createAccess({
  policy = SESSION_POLICY,
  groupOf = () => undefined,
  log,
  record = (event) => log.error('what happened is not on record', { event }),
  ...shared
}: AccessDependencies): Access {
  const { store, clock, protection } = shared;
  const reading = createClockReader(clock, secretToken(16));
  const throttling = createThrottling({ store, reading, secret: protection.derive('throttle') });
  const book = createRoleBook(store, () => {
    sessions.rolesChanged();
    overrides.settle();
  });
  const sessions = createSessions({ clock, policy, roles: book, onTime: recordTimedChanges(store, clock, record) });
  const limitsOf = createOwnLimits({ store, roles: book, groupOf });
  const governing = { limitsOf, inTurn: oneAtATime() };
  const prove = createProving({ ...shared, throttling });
  const signatures = createSignatures({ ...shared, log, sessions, prove, rightsOf: book.permissions });
  const overrides = createOverrides({ ...shared, log, sessions, prove, rightsOf: book.permissions, groupOf });
  const accounts = createAccounts({
    ...shared,
    ...governing,
    reading,
    throttling,
    roles: book,
    sessions: {
      changed(principal) {
        sessions.changed(principal);
        standBack(principal.userId, principal);
      },
      endOf(userId) {
        standBack(userId, null);
        return sessions.endOf(userId);
      },
    },
  });
  /** What somebody stands for goes with what he may do: at once, and with his sessions when others end them. */
  function standBack(userId: string, principal: Principal | null): void {
    signatures.forgetOf(userId);
    overrides.lenderChanged(userId, principal);
  }
  return {
    accounts,
    roles: createRoles({ ...shared, ...governing, book }),
    exchange: createUserExchange({ store, accounts, book }),
    signIn: createSignIn({ ...shared, reading, sessions, policy, throttling, roles: book }),
    own: createOwnAccount({ ...shared, sessions, throttling }),
    sessions,
    signatures,
    overrides,
    history: (query, sight) => userHistory(store, query, sight),
  };
}

const BY: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };
/** How long the record of an ended session is kept (ms); the audit trail keeps what happened for longer. */
const REMEMBERED_MS = 90 * 24 * 60 * 60_000;

/** A console that starts: sessions on record as open ended with the one before it. */
export async function closeFormerSessions(store: Pick<Store, 'write'>, clock: Pick<Clock, 'now'>): Promise<void> {
  const at = clock.now();
  const event = {
    actor: BY,
    action: 'session.close-former',
    subject: null,
    outcome: 'succeeded',
    details: {},
  } as const;
  await store.write('sessions.closeFormer', { at, forgetBefore: Math.max(0, at - REMEMBERED_MS) }, event);
}
