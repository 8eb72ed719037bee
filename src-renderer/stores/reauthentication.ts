import { create } from 'zustand';
import { toConsoleError } from '../../src-main/bridge/contract.ts';
import { callBehind } from '../bridge/refused-call.ts';
import { signed } from './signing.ts';

interface Asked {
  /** Ends the question: true when the person has proved who it is. */
  readonly answer: (proved: boolean) => void;
}

/** The question for the password that a sensitive action waits for; null when none does. */
export const useReauthentication = create<{ readonly asked: Asked | null }>()(() => ({ asked: null }));

/** Asks the person to prove who it is; resolves to whether they did. A second asker ends the first question. */
export function proveAgain(): Promise<boolean> {
  useReauthentication.getState().asked?.answer(false);
  return new Promise((resolve) => {
    const answer = (proved: boolean) => {
      useReauthentication.setState({ asked: null });
      resolve(proved);
    };
    useReauthentication.setState({ asked: { answer } });
  });
}

/**
 * Does what may be sensitive: where the console wants the password first, or a signature, the person is asked, and it is
 * done once more.
 *
 * @throws what it failed with; REAUTHENTICATION_REQUIRED or SIGNATURE_REQUIRED when nobody proved anything
 */
export async function provedFirst<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(await proofFor(error))) throw error;
    }
  }
}

/** Whether what a call was refused for is there by now. */
async function proofFor(failure: unknown): Promise<boolean> {
  const { code, details } = toConsoleError(failure);
  if (code === 'REAUTHENTICATION_REQUIRED') return proveAgain();
  const call = code === 'SIGNATURE_REQUIRED' ? callBehind(failure) : null;
  return call !== null && signed(call, details['by'] === 'own' ? 'own' : 'second');
}
