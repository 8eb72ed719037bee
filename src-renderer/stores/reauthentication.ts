import { create } from 'zustand';

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
