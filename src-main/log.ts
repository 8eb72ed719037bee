/** What modules ask of a logger: one sentence and facts. Never pass a secret as a fact. */
export interface Log {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

/** Says nothing: for tests and tools. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
