import { inScope, type PlacedRobot, type Scope } from '../access/scope.ts';
import type { Seat } from '../access/seats.ts';
import type { Sessions } from '../access/sessions.ts';
import { ConsoleError } from '../errors.ts';
import type { StopPolicy } from '../access/stop-policy.ts';
import type { ProcedureMeta } from './contract.ts';

/** Leave to make one call. */
export interface Admission {
  /** Aborted, with the refusal as its reason, as soon as the gate would refuse the same call. */
  readonly signal: AbortSignal;
  /** The call is over: the gate stops watching it. */
  readonly release: () => void;
}

/** The one place that decides who may call what. */
export interface Gate {
  /**
   * Admits a call from `seat` to a procedure, or refuses it. Whatever no rule allows is refused, so a procedure
   * without a requirement is open to nobody.
   *
   * @param input as it came, before any schema has looked at it
   * @throws ConsoleError SESSION_REQUIRED, SESSION_LOCKED, PASSWORD_CHANGE_REQUIRED; PERMISSION_DENIED with the missing
   *   `resource` and `action`, or {rule: scope} and the `robot` that is out of the session's; REAUTHENTICATION_REQUIRED
   *   for what is sensitive
   */
  admit(seat: Seat, meta: ProcedureMeta, input?: unknown): Admission;
}

export interface GateDependencies {
  readonly sessions: Pick<Sessions, 'admit' | 'onChange'>;
  /** Where a robot belongs; undefined when the console has none of that id. */
  readonly robotOf?: (id: string) => PlacedRobot | undefined;
  readonly softwareStop: StopPolicy;
}

export function createGate({ sessions, softwareStop, robotOf = () => undefined }: GateDependencies): Gate {
  function check(seat: Seat, meta: ProcedureMeta, input: unknown): void {
    const { requires, sensitive = false, despite = [], onRobot = false, atWorkstation = false } = meta;
    if (requires === undefined) throw new ConsoleError('PERMISSION_DENIED', 'the procedure says nobody may call it');
    if (requires === 'public') return;
    if (atWorkstation && softwareStop === 'anyone') return;
    // What the role may not do is told before what the session would need for it.
    const { principal, permissions } = sessions.admit(seat.id, { despite });
    const holds = requires === 'session' || permissions.includes(`${requires.resource}:${requires.action}`);
    const robot = onRobot ? outOfScope(principal.scope, input) : null;
    if (!holds || robot !== null) {
      const right = requires === 'session' ? {} : { resource: requires.resource, action: requires.action };
      const facts = { ...right, ...(robot !== null && { robot }), ...(holds && { rule: 'scope' }) };
      const message = `${principal.username} (${principal.role}) lacks ${JSON.stringify(facts)}`;
      throw new ConsoleError('PERMISSION_DENIED', message, facts);
    }
    if (sensitive) sessions.admit(seat.id, { despite, sensitive });
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
    admit(seat, meta, input) {
      check(seat, meta, input);
      const withdrawal = new AbortController();
      const release = sessions.onChange(seat.id, () => {
        try {
          // A sensitive call was sensitive when it began; how long it takes is no reason to take the leave back.
          check(seat, { ...meta, sensitive: false }, input);
        } catch (refusal) {
          withdrawal.abort(refusal);
        }
      });
      return { signal: withdrawal.signal, release };
    },
  };
}
