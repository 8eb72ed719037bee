import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { secretToken, type RandomBytes } from '../random.ts';
import type { Store } from '../store/store.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import { createClockReader } from './clock-reading.ts';
import { permissionsOf } from './matrix.ts';
import { createOverrides, type Overrides } from './overrides/overrides.ts';
import { createOwnAccount, type OwnAccountService } from './own-account.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { PasswordProfile } from './password-profile.ts';
import type { Principal } from './principal.ts';
import type { SecretProtection } from './secret-protection.ts';
import { SESSION_POLICY, type SessionPolicy } from './session-policy.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createProving } from './signatures/proving.ts';
import { createSignatures, type Signatures } from './signatures/signatures.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createThrottling } from './throttling.ts';
import { recordTimedChanges } from './timed-changes.ts';
import { createUserExchange, type UserExchange } from './user-exchange.ts';
import { userHistory, type HistoryEntry, type HistoryQuery } from './user-history.ts';

/** Everything about who may use the console. */
export interface Access {
  readonly accounts: Accounts;
  readonly exchange: UserExchange;
  readonly signIn: SignIn;
  readonly own: OwnAccountService;
  readonly sessions: Sessions;
  readonly signatures: Signatures;
  readonly overrides: Overrides;
  readonly history: (query: HistoryQuery) => Promise<readonly HistoryEntry[]>;
}

export interface AccessDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomBytes: RandomBytes;
  readonly protection: SecretProtection;
  readonly blocklist: ReadonlySet<string>;
  readonly policy?: SessionPolicy;
  readonly profile?: PasswordProfile;
}

export function createAccess({ policy = SESSION_POLICY, log, ...shared }: AccessDependencies): Access {
  const { store, clock, protection } = shared;
  const reading = createClockReader(clock, secretToken(16));
  const throttling = createThrottling({ store, reading, secret: protection.derive('throttle') });
  const sessions = createSessions({ clock, policy, onTime: recordTimedChanges(store, clock, log) });
  const prove = createProving({ ...shared, throttling });
  const signatures = createSignatures({ ...shared, log, sessions, prove, rightsOf: permissionsOf });
  const overrides = createOverrides({ ...shared, log, sessions, prove, rightsOf: permissionsOf });
  const accounts = createAccounts({
    ...shared,
    reading,
    throttling,
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
    exchange: createUserExchange({ store, accounts }),
    signIn: createSignIn({ ...shared, reading, sessions, policy, throttling }),
    own: createOwnAccount({ ...shared, sessions, throttling }),
    sessions,
    signatures,
    overrides,
    history: (query) => userHistory(store, query),
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
