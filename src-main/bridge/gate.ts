import type { Seat } from '../access/seats.ts';
import type { Overrides } from '../access/overrides/overrides.ts';
import type { Session } from '../access/principal.ts';
import type { Sessions } from '../access/sessions.ts';
import type { Signatures } from '../access/signatures/signatures.ts';
import { ConsoleError } from '../errors.ts';
import type { ProcedureMeta } from './contract.ts';
import { digestOf } from './signed-input.ts';

/** Leave to make one call. */
export interface Admission {
  /** The seat, with what the call rests on beside the rights of a role: the records of what is done carry it. */
  readonly seat: Seat;
  /** Aborted, with the refusal as its reason, as soon as the gate would refuse the same call. */
  readonly signal: AbortSignal;
  /** The call is over: the gate stops watching it. */
  readonly release: () => void;
}

/** What is called, as far as a signature is bound to it. */
export interface Called {
  /** `backups.create` */
  readonly procedure: string;
  /** As it came, plain JSON. */
  readonly input: unknown;
}

/** The one place that decides who may call what. */
export interface Gate {
  /**
   * Admits a call from `seat` to a procedure, or refuses it. Whatever no rule allows is refused, so a procedure
   * without a requirement is open to nobody.
   *
   * @throws ConsoleError SESSION_REQUIRED, SESSION_LOCKED, PASSWORD_CHANGE_REQUIRED; PERMISSION_DENIED with the missing
   *   `resource` and `action`; REAUTHENTICATION_REQUIRED for what is sensitive; SIGNATURE_REQUIRED where the signature
   *   policy wants one: the one that fits is used up
   */
  admit(seat: Seat, meta: ProcedureMeta, called?: Called): Admission;
}

/** What the gate asks of those who know. */
export interface GateDependencies {
  readonly sessions: Pick<Sessions, 'admit' | 'onChange'>;
  readonly overrides: Pick<Overrides, 'settle'>;
  readonly signatures: Pick<Signatures, 'use'> & { readonly policy: Pick<Signatures['policy'], 'demandOf'> };
}

export function createGate({ sessions, overrides, signatures }: GateDependencies): Gate {
  /** The session of a call that it may make; null for what is public. */
  function check(seat: Seat, { requires, despite = [] }: ProcedureMeta): Session | null {
    if (requires === undefined) throw new ConsoleError('PERMISSION_DENIED', 'the procedure says nobody may call it');
    if (requires === 'public') return null;
    overrides.settle();
    // What the role may not do is told before what the session would need for it.
    const session = sessions.admit(seat.id, { despite });
    const { principal, permissions } = session;
    if (requires !== 'session' && !permissions.includes(`${requires.resource}:${requires.action}`)) {
      const { resource, action } = requires;
      const message = `${principal.username} (${principal.role}) lacks ${resource}:${action}`;
      throw new ConsoleError('PERMISSION_DENIED', message, { resource, action });
    }
    return session;
  }

  /** A young authentication for what is sensitive, and the signature that it wants; answers the signature's id. */
  function prove(seat: Seat, { despite = [], secrets = [] }: ProcedureMeta, called: Called | undefined): string | null {
    const demand = called === undefined ? 'none' : signatures.policy.demandOf(called.procedure);
    // one's own signature is the younger proof, and given with the same password: nobody is asked for it twice
    if (demand !== 'own') sessions.admit(seat.id, { despite, sensitive: true });
    if (called === undefined || demand === 'none') return null;
    const { procedure, input } = called;
    return signatures.use({ procedure, inputDigest: digestOf(input, secrets).whole }, seat.id);
  }

  return {
    admit(seat, meta, called) {
      const session = check(seat, meta);
      const signatureId = session !== null && meta.sensitive === true ? prove(seat, meta, called) : null;
      const withdrawal = new AbortController();
      const release = sessions.onChange(seat.id, () => {
        try {
          // A sensitive call was sensitive when it began; how long it takes is no reason to take the leave back.
          check(seat, meta);
        } catch (refusal) {
          withdrawal.abort(refusal);
        }
      });
      return { seat: withAuthority(seat, session, signatureId), signal: withdrawal.signal, release };
    },
  };
}

function withAuthority(seat: Seat, session: Session | null, signatureId: string | null): Seat {
  const overrideIds = (session?.overrides ?? []).map(({ id }) => id).join(' ');
  if (overrideIds === '' && signatureId === null) return seat;
  return {
    ...seat,
    authority: { ...(signatureId !== null && { signatureId }), ...(overrideIds !== '' && { overrideIds }) },
  };
}
