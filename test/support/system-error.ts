/** An error as Node reports it for a refused system call. */
export function systemError(code: string, operation: string): Error {
  return Object.assign(new Error(`${code}: ${operation}`), { code });
}
