import type { AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { RandomBytes } from '../random.ts';
import type { Credentials } from '../store/repositories/credentials.ts';
import type { SessionRecord } from '../store/repositories/sessions.ts';
import type { Store } from '../store/store.ts';
import { passwordAge } from './password-age.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { refuseReused, remember } from './password-history.ts';
import { acceptPassword } from './password-policy.ts';
import { NIST_PROFILE, type PasswordProfile } from './password-profile.ts';
import type { Session } from './principal.ts';
import { otpauthUri } from './second-factor/otpauth-uri.ts';
import { secondFactorPurpose } from './second-factor/proof.ts';
import { qrDrawing, type QrDrawing } from './second-factor/qr-code.ts';
import { createRecoveryCodes, hashRecoveryCodes, recoveryCodesLeft } from './second-factor/recovery-codes.ts';
import { acceptCode, createTotp, type TotpState } from './second-factor/totp.ts';
import type { SecretProtection } from './secret-protection.ts';
import type { Sessions } from './sessions.ts';
import { actorOf, type Place } from './place.ts';
import { THROTTLE_LIMIT, type Throttling } from './throttling.ts';
import { verifyPassword } from './verification.ts';

/** What somebody may know of their own account. */
export interface OwnAccount {
  /** Wall clock, ms; null while the password is one that was handed out. */
  readonly passwordChangedAt: number | null;
  /** Days until the password must be changed, where it will be soon. */
  readonly passwordDaysLeft: number | null;
  readonly secondFactor: boolean;
  readonly recoveryCodesLeft: number;
  /** The newest first; `present` is the one that asks. */
  readonly sessions: readonly (SessionRecord & { readonly present: boolean })[];
  /** What a new password must be. */
  readonly profile: PasswordProfile;
}

/** A second factor that its owner is to put into an app, and to prove; nothing is kept of it until then. */
export interface SecondFactorOffer {
  /** For typing. */
  readonly key: string;
  /** For the camera: drawn here, so that the key goes nowhere. */
  readonly qr: QrDrawing;
}

/** What people do with their own account, at the seat where they are signed in. */
export interface OwnAccountService {
  view(place: Place): Promise<OwnAccount>;
  /**
   * Puts a password of one's own in the place of the present one, or of a one-time password. The other sessions end.
   *
   * @throws ConsoleError SIGN_IN_FAILED {rule: password}, SIGN_IN_THROTTLED, PASSWORD_*
   */
  changePassword(change: { readonly present: string; readonly password: string }, place: Place): Promise<Session>;
  offerSecondFactor(place: Place): Promise<SecondFactorOffer>;
  /**
   * Keeps the offered second factor, now that a code of it was right; answers the recovery codes, once.
   *
   * @throws ConsoleError SECOND_FACTOR_FAILED; SECOND_FACTOR_MISSING when none was offered
   */
  confirmSecondFactor(code: string, place: Place): Promise<readonly string[]>;
  removeSecondFactor(place: Place): Promise<void>;
  /** New recovery codes in place of the old ones. @throws ConsoleError SECOND_FACTOR_MISSING */
  renewRecoveryCodes(place: Place): Promise<readonly string[]>;
  /** Ends the other sessions of the account, one or all. */
  endSessions(which: { readonly id: string | null }, place: Place): Promise<void>;
}

export interface OwnAccountDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash' | 'verify'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly randomBytes: RandomBytes;
  readonly sessions: Sessions;
  readonly throttling: Throttling;
  readonly protection: SecretProtection;
  readonly blocklist: ReadonlySet<string>;
  readonly profile?: PasswordProfile;
}

/** An offered second factor; its recovery codes are hashed, which takes seconds, while its owner sets up the app. */
interface Offer {
  readonly sessionId: string;
  readonly totp: TotpState;
  readonly recovery: Promise<{ readonly codes: readonly string[]; readonly recoveryHashes: readonly string[] }>;
}

/** What the app shows beside the code. */
const ISSUER = 'Robot Control Console';
const SESSIONS_SHOWN = 20;

export function createOwnAccount({
  store,
  hasher,
  clock,
  randomBytes,
  sessions,
  throttling,
  protection,
  blocklist,
  profile = NIST_PROFILE,
}: OwnAccountDependencies): OwnAccountService {
  /** By seat: an offer ends with the session it was made in. */
  const offers = new Map<string, Offer>();

  async function self(place: Place) {
    const session = sessions.current(place.seat.id);
    if (session === null) throw new ConsoleError('SESSION_REQUIRED', 'nobody is signed in at this seat');
    const found = await store.read('credentials.find', { id: session.principal.userId });
    if (found === null) throw new ConsoleError('SESSION_REQUIRED', 'the account is gone');
    return { session, found, event: eventsOf(session, place) };
  }

  async function verifyPresent(
    present: string,
    { found, event }: { readonly found: Credentials; readonly event: ReturnType<typeof eventsOf> },
    { origin }: Place,
  ): Promise<string> {
    const target = { username: found.user.username, origin };
    await throttling.attempt(target, event('session.attempt'));
    const { right, hash } = await verifyPassword(found, present, hasher);
    if (!right) {
      await store.write('audit.append', {}, { ...event('user.change-password'), outcome: 'refused' });
      throw new ConsoleError('SIGN_IN_FAILED', 'the present password is wrong', { rule: 'password' });
    }
    await throttling.success(target, 1, (changes) =>
      store.write('throttles.keep', { changes, limit: THROTTLE_LIMIT }, event('session.reauthenticate')),
    );
    return hash;
  }

  async function newCodes(): Promise<{ readonly codes: readonly string[]; readonly recoveryHashes: string[] }> {
    const codes = createRecoveryCodes(randomBytes);
    const hashes = await hashRecoveryCodes(codes, (code) => hasher.hash(code));
    return { codes, recoveryHashes: hashes.filter((hash) => hash !== null) };
  }

  return {
    async view(place) {
      const { session, found } = await self(place);
      const records = await store.read('sessions.list', { userId: found.user.id, limit: SESSIONS_SHOWN });
      const open = sessions.of(found.user.id);
      const age = passwordAge(found.passwordChangedAt ?? clock.now(), clock.now(), profile.maxAgeDays);
      return {
        passwordChangedAt: found.passwordChangedAt,
        passwordDaysLeft: age.kind === 'ending' ? age.daysLeft : null,
        secondFactor: found.secondFactor !== null,
        recoveryCodesLeft: recoveryCodesLeft(found.recoveryCodes),
        sessions: records.map((record) => {
          const live = open.find(({ session: { id } }) => id === record.id);
          return { ...record, activeAt: live?.activeAt ?? record.activeAt, present: record.id === session.id };
        }),
        profile,
      };
    },

    async changePassword({ present, password }, place) {
      const known = await self(place);
      const { session, found, event } = known;
      const verifiedHash = await verifyPresent(present, known, place);
      const { user, secret, passwordHash: presentHash, secondFactor } = found;
      const accepted = acceptPassword(password, {
        blocklist,
        profile,
        personalNames: [user.username, user.displayName],
        besideSecondFactor: secondFactor !== null,
      });
      const history = [...(secret === null ? [presentHash] : []), ...found.formerHashes];
      const verify = (typed: string, hash: string) => hasher.verify(typed, hash);
      // The present one can never be the new one, whatever the profile remembers.
      await refuseReused(accepted, history, Math.max(profile.remembered, secret === null ? 1 : 0), verify);
      const passwordHash = await hasher.hash(accepted);
      const formerHashes = remember(history, passwordHash, profile.remembered).slice(1);
      await store.write(
        'credentials.changePassword',
        { id: user.id, verifiedHash, passwordHash, formerHashes, at: clock.now(), sessionId: session.id },
        event('user.change-password', session.changeReason === null ? {} : { because: session.changeReason }),
      );
      sessions.endOf(user.id, ({ id }) => id !== session.id);
      return sessions.passwordChosen(place.seat.id);
    },

    async offerSecondFactor(place) {
      const { session } = await self(place);
      const totp = createTotp(randomBytes);
      const uri = otpauthUri({ issuer: ISSUER, username: session.principal.username, key: totp.key });
      const recovery = newCodes();
      // Whoever confirms is told of a failure; an offer that nobody takes fails nobody.
      recovery.catch(() => {});
      offers.set(place.seat.id, { sessionId: session.id, totp, recovery });
      return { key: totp.key, qr: qrDrawing(uri) };
    },

    async confirmSecondFactor(code, place) {
      const { session, found, event } = await self(place);
      const offer = offers.get(place.seat.id);
      if (offer?.sessionId !== session.id) {
        throw new ConsoleError('SECOND_FACTOR_MISSING', 'no second factor was offered in this session');
      }
      const { key, lastStep } = acceptCode(offer.totp, code, clock.now());
      const { codes, recoveryHashes } = await offer.recovery;
      const { id } = found.user;
      const sealedKey = protection.seal(key, secondFactorPurpose(id));
      await store.write(
        'secondFactor.enrol',
        { id, sealedKey, lastStep: lastStep ?? 0, recoveryHashes, at: clock.now() },
        event('user.enrol-second-factor'),
      );
      offers.delete(place.seat.id);
      return codes;
    },

    async removeSecondFactor(place) {
      const { found, event } = await self(place);
      await store.write('secondFactor.remove', { id: found.user.id }, event('user.remove-second-factor'));
    },

    async renewRecoveryCodes(place) {
      const { found, event } = await self(place);
      const { codes, recoveryHashes } = await newCodes();
      const args = { id: found.user.id, recoveryHashes };
      await store.write('secondFactor.replaceCodes', args, event('user.renew-recovery-codes'));
      return codes;
    },

    async endSessions({ id: wanted }, place) {
      const { session, found, event } = await self(place);
      const ended = sessions.endOf(found.user.id, ({ id }) => id !== session.id && (wanted === null || id === wanted));
      for (const { session: other, activeAt } of ended) {
        await store.write(
          'sessions.end',
          { id: other.id, at: clock.now(), by: 'owner', activeAt: Math.round(activeAt) },
          event('session.end', { session: other.id }),
        );
      }
    },
  };
}

function eventsOf(session: Session, place: Place) {
  const { userId, username } = session.principal;
  const actor = actorOf(session, place);
  return (action: string, details: AuditEvent['details'] = {}): AuditEvent => ({
    actor,
    action,
    subject: userId,
    outcome: 'succeeded',
    details: { username, ...details },
  });
}
