/** Who is behind a recorded event, as far as the console knows. */
export interface Actor {
  readonly userId: string | null;
  readonly username: string | null;
  readonly role: string | null;
  readonly sessionId: string | null;
  /** Where from: the desktop window, a browser on this machine, or the command line. */
  readonly origin: 'electron' | 'loopback' | 'command-line' | 'console';
}

export const OUTCOMES = ['succeeded', 'refused', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One event worth proving later. Written in the same transaction as what it describes. No secrets, ever. */
export interface AuditEvent {
  readonly actor: Actor;
  /** What was done, `object.verb`: `user.create`, `session.sign-in`. */
  readonly action: string;
  /** The record or robot it was done to, null when there is none. */
  readonly subject: string | null;
  readonly outcome: Outcome;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}
