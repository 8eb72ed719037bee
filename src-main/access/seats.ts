/**
 * A place from which a person works: one browser that redeemed the launch token, or the desktop window. All its tabs
 * share one sign-in. The id is a secret of the shell (a cookie, or nothing at all for the desktop window); it never
 * reaches the renderer's scripts.
 */
export interface Seat {
  readonly id: string;
}
