import { create } from 'zustand';
import { toConsoleError } from '../../src-main/bridge/contract.ts';

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
 * Does what may be sensitive: where the console wants the password first, the person is asked, and it is done once more.
 *
 * @throws what it failed with; REAUTHENTICATION_REQUIRED when the person did not prove who it is
 */
export async function provedFirst<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (toConsoleError(error).code !== 'REAUTHENTICATION_REQUIRED' || !(await proveAgain())) throw error;
    return act();
  }
}
