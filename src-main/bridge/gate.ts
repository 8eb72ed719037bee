import { allows } from '../access/matrix.ts';
import type { Seat } from '../access/seats.ts';
import type { Sessions } from '../access/sessions.ts';
import { ConsoleError } from '../errors.ts';
import type { Requirement } from './contract.ts';

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
   * @throws ConsoleError SESSION_REQUIRED, or PERMISSION_DENIED with the missing `resource` and `action`.
   */
  admit(seat: Seat, requires: Requirement | undefined): Admission;
}

export function createGate({ sessions }: { sessions: Pick<Sessions, 'current' | 'onChange'> }): Gate {
  function refusal(seat: Seat, requires: Requirement | undefined): ConsoleError | null {
    if (requires === undefined) return new ConsoleError('PERMISSION_DENIED', 'the procedure says nobody may call it');
    if (requires === 'public') return null;
    const session = sessions.current(seat.id);
    if (session === null) return new ConsoleError('SESSION_REQUIRED', 'nobody is signed in at this seat');
    if (requires === 'session') return null;
    const { resource, action } = requires;
    const { role, username } = session.principal;
    if (allows(role, resource, action)) return null;
    return new ConsoleError('PERMISSION_DENIED', `${username} (${role}) lacks ${resource}:${action}`, {
      resource,
      action,
    });
  }

  return {
    admit(seat, requires) {
      const refused = refusal(seat, requires);
      if (refused) throw refused;
      const withdrawal = new AbortController();
      const release = sessions.onChange(seat.id, () => {
        const changed = refusal(seat, requires);
        if (changed) withdrawal.abort(changed);
      });
      return { signal: withdrawal.signal, release };
    },
  };
}
