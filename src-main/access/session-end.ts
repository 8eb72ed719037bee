/**
 * How a session ended: its owner signed out, somebody else signed in at its seat, the seat was given up, the absolute
 * limit passed, its owner signed in elsewhere once too often, its owner or an administrator ended it, the account was
 * disabled or deleted, its password changed, or the console itself ended.
 */
export const SESSION_ENDS = [
  'sign-out',
  'replaced',
  'vacated',
  'expired',
  'surplus',
  'owner',
  'administrator',
  'account',
  'password',
  'console',
] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];
