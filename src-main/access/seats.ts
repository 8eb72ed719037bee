/**
 * A place from which a person works: one browser that redeemed the launch token, or the desktop window. All its tabs
 * share one sign-in. The id is a secret of the shell (a cookie, or nothing at all for the desktop window); it never
 * reaches the renderer's scripts.
 */
export interface Seat {
  readonly id: string;
  /** What one call from here rests on beside the rights of a role; absent outside a call, and where it is nothing. */
  readonly authority?: Authority;
}

/** For the record of what is done by a call. */
export interface Authority {
  /** The electronic signature that the call used up. */
  readonly signatureId?: string;
  /** The supervisor overrides in force, by their ids with a space between. */
  readonly overrideIds?: string;
}
