import { ConsoleError } from '../../src-main/errors.ts';

/** The typed error that `asking` ends with; anything else is a failure of the test. */
export async function failureOf(asking: Promise<unknown>): Promise<ConsoleError> {
  const outcome: unknown = await asking.then(
    (value) => ({ value }),
    (thrown: unknown) => thrown,
  );
  if (outcome instanceof ConsoleError) return outcome;
  throw new Error(`expected a ConsoleError, got ${outcome instanceof Error ? outcome.stack : JSON.stringify(outcome)}`);
}
