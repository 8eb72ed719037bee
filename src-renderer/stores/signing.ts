import { create } from 'zustand';
import type { MadeCall } from '../bridge/refused-call.ts';
import { useSession } from './session.ts';

/** A call that waits for a signature. */
export interface AskedToSign {
  readonly call: MadeCall;
  readonly by: 'own' | 'second';
  /** Ends the question: true when it is signed. */
  readonly answer: (signed: boolean) => void;
}

export const useSigning = create<{ readonly asked: AskedToSign | null }>()(() => ({ asked: null }));

/** Asks for the signature that a call wants; resolves to whether it was given. A second asker ends the first question. */
export function signed(call: MadeCall, by: AskedToSign['by']): Promise<boolean> {
  useSigning.getState().asked?.answer(false);
  return new Promise((resolve) => {
    const answer = (given: boolean) => {
      useSigning.setState({ asked: null });
      resolve(given);
    };
    useSigning.setState({ asked: { call, by, answer } });
  });
}

// what one person wanted signed is nothing to the next, nor to a locked screen
useSession.subscribe(({ session }, was) => {
  if (session?.id !== was.session?.id || session?.locked) useSigning.getState().asked?.answer(false);
});
