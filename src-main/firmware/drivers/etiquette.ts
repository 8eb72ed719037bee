/** The methods that firmware understands; none of ours is asked anything with another. */
export type Method = 'GET' | 'POST';

/** Whose token a firmware wants to see. It is no access control: that is the console's own task. */
export type TokenRole = 'administrator' | 'operator' | 'viewer';

/** What a firmware asks of its clients so that they do not harm it. The transport obeys it, drivers only state it. */
export interface Etiquette {
  /** Most requests open at one time. A software stop and the read that confirms it come on top, on connections of their own. */
  readonly concurrency: number;
  /** Whether a connection may serve the next request too; else each request has its own. */
  readonly keepAlive: boolean;
  /**
   * Whether the console may close a connection before the answer is complete (a deadline, a stop). If not, a deadline
   * ends the wait only: the connection is read to its end, and nothing new starts meanwhile.
   */
  readonly mayAbort: boolean;
  readonly methods: readonly Method[];
  /** Largest request, head and body together; both go out in one write, always. */
  readonly maxRequestBytes: number;
  readonly maxHeaders: number;
  /**
   * Where requests may not be aborted: an answer that is still owed after this time (ms from the end of the wait) is
   * owed by a firmware that does not run any more. Longer than its slowest answer and its restart together.
   */
  readonly givenUpAfterMs: number;
  /** Where requests may not be aborted: longest time (ms) for which quitting waits for the answers that are owed. */
  readonly quitWithinMs: number;
}
