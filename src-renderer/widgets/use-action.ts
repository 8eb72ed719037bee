import { useState } from 'react';
import { toConsoleError, type CallFailure } from '../../src-main/bridge/contract.ts';
import { provedFirst } from '../stores/reauthentication.ts';

/** One thing a person asked for: running, and how it failed if it did. */
export interface Action {
  readonly busy: boolean;
  readonly failure: CallFailure | null;
  /**
   * Runs it; a second press while it runs does nothing. Where the console wants the password or a signature for it
   * first, the person is asked, and it runs once more. Never rejects.
   */
  run(act: () => Promise<void>): Promise<void>;
  /** What failed has been changed since: the failure is about nothing that is still there. */
  forget(): void;
}

export function useAction(): Action {
  const [state, setState] = useState<Pick<Action, 'busy' | 'failure'>>({ busy: false, failure: null });
  return {
    ...state,
    async run(act) {
      if (state.busy) return;
      setState({ busy: true, failure: null });
      try {
        await provedFirst(act);
        setState({ busy: false, failure: null });
      } catch (error) {
        setState({ busy: false, failure: toConsoleError(error) });
      }
    },
    forget: () => setState(({ busy }) => ({ busy, failure: null })),
  };
}
