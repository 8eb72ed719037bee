/** The program of the password thread: bcrypt needs a quarter of a second of a processor, nobody else shall wait. */
import { parentPort } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcryptjs';

export type PasswordTask =
  | { readonly kind: 'hash'; readonly password: string; readonly cost: number }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

/** One task for the thread; tasks are done in order. */
export type PasswordQuestion = PasswordTask & { readonly id: number };

/** The answer, or why there is none (a stored hash that is none). */
export type PasswordAnswer =
  { readonly id: number; readonly answer: string | boolean } | { readonly id: number; readonly problem: string };

function answer(question: PasswordQuestion): PasswordAnswer {
  const { id, password } = question;
  try {
    if (question.kind === 'hash') return { id, answer: hashSync(password, question.cost) };
    return { id, answer: compareSync(password, question.hash) };
  } catch (error) {
    return { id, problem: String(error) };
  }
}

parentPort?.on('message', (question: PasswordQuestion) => parentPort?.postMessage(answer(question)));
