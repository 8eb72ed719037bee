/** A call as it was made. */
export interface MadeCall {
  /** `backups.create` */
  readonly procedure: string;
  readonly input: unknown;
}

const made = new WeakMap<object, MadeCall>();

/** Keeps with a failure which call it was, for as long as somebody holds the failure. */
export function rememberCall(failure: unknown, call: MadeCall): void {
  if (typeof failure === 'object' && failure !== null) made.set(failure, call);
}

/** The call that failed so; null when it is not known. */
export function callBehind(failure: unknown): MadeCall | null {
  return (typeof failure === 'object' && failure !== null && made.get(failure)) || null;
}
