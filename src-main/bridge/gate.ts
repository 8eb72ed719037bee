import { allows } from '../access/matrix.ts';
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
   * @throws ConsoleError SESSION_REQUIRED, SESSION_LOCKED, PASSWORD_CHANGE_REQUIRED; PERMISSION_DENIED with the missing
   *   `resource` and `action`; REAUTHENTICATION_REQUIRED for what is sensitive
   */
  admit(seat: Seat, meta: ProcedureMeta): Admission;
}

export interface GateDependencies {
  readonly sessions: Pick<Sessions, 'admit' | 'onChange'>;
  readonly softwareStop: StopPolicy;
}

export function createGate({ sessions, softwareStop }: GateDependencies): Gate {
  function check(
    seat: Seat,
    { requires, sensitive = false, despite = [], atWorkstation = false }: ProcedureMeta,
  ): void {
    if (requires === undefined) throw new ConsoleError('PERMISSION_DENIED', 'the procedure says nobody may call it');
    if (requires === 'public') return;
    if (atWorkstation && softwareStop === 'anyone') return;
    // What the role may not do is told before what the session would need for it.
    const { principal } = sessions.admit(seat.id, { despite });
    if (requires !== 'session' && !allows(principal.role, requires.resource, requires.action)) {
      const { resource, action } = requires;
      const message = `${principal.username} (${principal.role}) lacks ${resource}:${action}`;
      throw new ConsoleError('PERMISSION_DENIED', message, { resource, action });
    }
    if (sensitive) sessions.admit(seat.id, { despite, sensitive });
  }

  return {
    admit(seat, meta) {
      check(seat, meta);
      const withdrawal = new AbortController();
      const release = sessions.onChange(seat.id, () => {
        try {
          // A sensitive call was sensitive when it began; how long it takes is no reason to take the leave back.
          check(seat, { ...meta, sensitive: false });
        } catch (refusal) {
          withdrawal.abort(refusal);
        }
      });
      return { signal: withdrawal.signal, release };
    },
  };
}
