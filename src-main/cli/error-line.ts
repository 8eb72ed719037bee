import type { ConsoleError } from '../errors.ts';

/** What a person at the terminal is told of a failure, in one line: code, sentence, and the system's reason if it gave one. */
export function errorLine({ code, message, details }: ConsoleError): string {
  const { reason } = details;
  return `${code}: ${message}${reason === undefined ? '' : ` (${reason})`}`;
}
