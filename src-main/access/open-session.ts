import type { Session } from './principal.ts';
import type { SessionLife } from './session-life.ts';

/** A session as the console's own modules know it. */
export interface OpenSession {
  readonly session: Session;
  readonly seatId: string;
  /** Monotonic, ms. */
  readonly life: SessionLife;
  /** Wall clock of the last input, ms. */
  readonly activeAt: number;
}

/** What time alone has done to a session. */
export interface TimedChange {
  readonly kind: 'locked' | 'expired';
  readonly open: OpenSession;
}
