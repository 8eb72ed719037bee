import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Place } from '../place.ts';
import type { Principal } from '../principal.ts';
import type { Permission, RoleId } from '../roles.ts';
import { inScope, type PlacedRobot } from '../scope.ts';
import type { Sessions } from '../sessions.ts';
import type { Demand, Meaning } from './demands.ts';
import { unfit, type Proving, type TypedProof } from './proving.ts';
import { createSignaturePolicy, type SignaturePolicy, type SignaturePolicyDependencies } from './signature-policy.ts';

/** How long a signature waits for the call that it was given for (ms). */
export const SIGNATURE_MS = 2 * 60_000;

/** A call as a signature is bound to it. */
export interface SignableCall {
  readonly procedure: string;
  /** SHA-256 of the canonical input, secrets included: it never leaves the memory. */
  readonly inputDigest: string;
}

export interface SignatureRequest extends SignableCall, TypedProof {
  readonly right: Permission | null;
  /** The same digest without what is secret in the input, for the record. */
  readonly recordedDigest: string;
  /** The thing that it is about, where the input names one. */
  readonly about: string | null;
  /** The robots that it is about, each where it belongs: who signs answers for them too. */
  readonly robots?: readonly PlacedRobot[];
  readonly meaning: Meaning;
  readonly reason: string;
}

/** Electronic signatures (21 CFR 11.50, 11.70, 11.200): demanded, given, and used up by the one call they are for. */
export interface Signatures {
  readonly policy: SignaturePolicy;
  /**
   * Signs a call that the person at the seat may make, and answers the signature's id. It is good once, there, in this
   * session, for this very input, within {@link SIGNATURE_MS}.
   *
   * @throws ConsoleError SESSION_REQUIRED; PERMISSION_DENIED {resource, action} when that person may not make the call;
   *   SIGNATURE_UNASKED when the call wants none; and what {@link Proving} says
   */
  sign(request: SignatureRequest, place: Place): Promise<string>;
  /** Uses up the signature for a call from the seat; null when it wants none. @throws ConsoleError SIGNATURE_REQUIRED */
  use(call: SignableCall, seatId: string): string | null;
  /** Something was done to an account that could make its signatures worth nothing: those still waiting are. */
  forgetOf(userId: string): void;
}

export interface SignaturesDependencies extends SignaturePolicyDependencies {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly sessions: Pick<Sessions, 'current'>;
  readonly prove: Proving;
  readonly rightsOf: (role: RoleId) => readonly Permission[];
}

interface Waiting extends SignableCall {
  readonly id: string;
  readonly demand: Demand;
  readonly seatId: string;
  readonly sessionId: string;
  readonly signer: Principal;
  readonly right: Permission | null;
  /** Monotonic, ms. */
  readonly until: number;
}

export function createSignatures({ prove, sessions, ...shared }: SignaturesDependencies): Signatures {
  const { clock, rightsOf } = shared;
  const policy = createSignaturePolicy(shared);
  let waiting: readonly Waiting[] = [];

  function stillWaiting(): readonly Waiting[] {
    const now = clock.monotonic();
    return waiting.filter(({ until }) => now < until);
  }

  /** By his own role: a right that was lent for a while is lent to act, not to sign. */
  function mayStand({ role }: Pick<Principal, 'role'>, right: Permission | null): boolean {
    return right === null || rightsOf(role).includes(right);
  }

  function sessionAt(seatId: string) {
    const session = sessions.current(seatId);
    if (session === null) throw new ConsoleError('SESSION_REQUIRED', 'nobody is signed in at this seat');
    return session;
  }

  return {
    policy,

    async sign(
      { procedure, inputDigest, right, recordedDigest, about, meaning, reason, robots = [], ...typed },
      place,
    ) {
      const session = sessionAt(place.seat.id);
      const { principal, permissions } = session;
      if (right !== null && !permissions.includes(right)) throw denied(right);
      const demand = policy.demandOf(procedure);
      if (demand === 'none') throw new ConsoleError('SIGNATURE_UNASKED', `${procedure} wants no signature`);
      const id = randomUUID();
      const signer = await prove(typed, {
        session,
        place,
        action: 'signature.give',
        subject: id,
        reason,
        details: { signature: id, procedure, inputSha256: recordedDigest, about, meaning, demand },
        admit({ userId, role, scope }) {
          if (demand === 'own' && userId !== principal.userId) throw unfit('own');
          if (demand === 'second' && userId === principal.userId) throw unfit('other');
          if (!mayStand({ role }, right)) throw unfit('right');
          if (!robots.every((robot) => inScope(scope, robot))) throw unfit('scope');
        },
      });
      if (sessionAt(place.seat.id).id !== session.id) {
        throw new ConsoleError('SESSION_REQUIRED', 'another session is open at this seat by now');
      }
      const call = { procedure, inputDigest, demand, seatId: place.seat.id, sessionId: session.id };
      const until = clock.monotonic() + SIGNATURE_MS;
      waiting = [...stillWaiting(), { ...call, id, signer, right, until }];
      return id;
    },

    use({ procedure, inputDigest }, seatId) {
      const demand = policy.demandOf(procedure);
      if (demand === 'none') return null;
      const sessionId = sessions.current(seatId)?.id;
      waiting = stillWaiting();
      const fitting = waiting.find(
        (one) =>
          one.procedure === procedure &&
          one.inputDigest === inputDigest &&
          one.demand === demand &&
          one.seatId === seatId &&
          one.sessionId === sessionId &&
          mayStand(one.signer, one.right),
      );
      if (!fitting) {
        throw new ConsoleError('SIGNATURE_REQUIRED', `${procedure} wants a signature`, { procedure, by: demand });
      }
      waiting = waiting.filter((one) => one !== fitting);
      return fitting.id;
    },

    forgetOf(userId) {
      waiting = waiting.filter(({ signer }) => signer.userId !== userId);
    },
  };
}

function denied(right: Permission): ConsoleError {
  const [resource = '', action = ''] = right.split(':');
  return new ConsoleError('PERMISSION_DENIED', `the session lacks ${right}`, { resource, action });
}
