import { inScope, type PlacedRobot, type Scope } from '../access/scope.ts';
import type { Seat } from '../access/seats.ts';
import type { Overrides } from '../access/overrides/overrides.ts';
import type { Session } from '../access/principal.ts';
import type { Sessions } from '../access/sessions.ts';
import type { Signatures } from '../access/signatures/signatures.ts';
import { ConsoleError } from '../errors.ts';
import type { StopPolicy } from '../access/stop-policy.ts';
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
   *   `resource` and `action`, or {rule: scope} and the `robot` that is out of the session's; REAUTHENTICATION_REQUIRED
   *   for what is sensitive; SIGNATURE_REQUIRED where the signature policy wants one: the one that fits is used up
   */
  admit(seat: Seat, meta: ProcedureMeta, called?: Called): Admission;
}

/** What the gate asks of those who know. */
export interface GateDependencies {
  readonly sessions: Pick<Sessions, 'admit' | 'onChange'>;
  readonly overrides: Pick<Overrides, 'settle'>;
  readonly signatures: Pick<Signatures, 'use'> & { readonly policy: Pick<Signatures['policy'], 'demandOf'> };
  /** Where a robot belongs; undefined when the console has none of that id. */
  readonly robotOf?: (id: string) => PlacedRobot | undefined;
  readonly softwareStop: StopPolicy;
}

export function createGate(deps: GateDependencies): Gate {
  const { sessions, overrides, signatures, softwareStop, robotOf = () => undefined } = deps;

  /** The session of a call that it may make; null for what needs none. */
  function check(seat: Seat, meta: ProcedureMeta, input: unknown): Session | null {
    const { requires, despite = [], onRobot = false, atWorkstation = false } = meta;
    if (requires === undefined) throw new ConsoleError('PERMISSION_DENIED', 'the procedure says nobody may call it');
    if (requires === 'public') return null;
    if (atWorkstation && softwareStop === 'anyone') return null;
    overrides.settle();
    // What the role may not do is told before what the session would need for it.
    const session = sessions.admit(seat.id, { despite });
    const { principal, permissions } = session;
    const holds = requires === 'session' || permissions.includes(`${requires.resource}:${requires.action}`);
    const robot = onRobot ? outOfScope(principal.scope, input) : null;
    if (!holds || robot !== null) {
      const right = requires === 'session' ? {} : { resource: requires.resource, action: requires.action };
      const facts = { ...right, ...(robot !== null && { robot }), ...(holds && { rule: 'scope' }) };
      const message = `${principal.username} (${principal.role}) lacks ${JSON.stringify(facts)}`;
      throw new ConsoleError('PERMISSION_DENIED', message, facts);
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

  /** The robot that the input names, when the scope does not reach it; one that nobody knows is no other case. */
  function outOfScope(scope: Scope, input: unknown): string | null {
    if (scope === null || typeof input !== 'object' || input === null || !('robot' in input)) return null;
    const { robot: id } = input;
    // what is no id at all is refused by the schema
    if (typeof id !== 'string') return null;
    const robot = robotOf(id);
    return robot && inScope(scope, robot) ? null : id.slice(0, 64);
  }

  return {
    admit(seat, meta, called) {
      const session = check(seat, meta, called?.input);
      const signatureId = session !== null && meta.sensitive === true ? prove(seat, meta, called) : null;
      const withdrawal = new AbortController();
      const release = sessions.onChange(seat.id, () => {
        try {
          // A sensitive call was sensitive when it began; how long it takes is no reason to take the leave back.
          check(seat, meta, called?.input);
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
