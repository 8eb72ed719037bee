import type { JsonValue } from './canonical-json.ts';

/** Who is behind a recorded event, as far as the console knows. */
export interface Actor {
  readonly userId: string | null;
  readonly username: string | null;
  readonly role: string | null;
  readonly sessionId: string | null;
  /** Where from: the desktop window, a browser on this machine, or the command line. */
  readonly origin: 'electron' | 'loopback' | 'command-line' | 'console';
  /** The electronic signature that what is done was asked for with (21 CFR 11.70); absent: none. */
  readonly signatureId?: string;
  /** The supervisor overrides in force at the seat, by their ids with a space between; absent: none. */
  readonly overrideIds?: string;
}

/** What the console does by itself. */
export const BY_ITSELF: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

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
  /** The robot's id; absent when no robot is concerned. */
  readonly robot?: string | null;
  /** Whether the values behind the action came from a robot or from a simulator; absent when none did. */
  readonly source?: RecordSource | null;
  /** What was there before, plain JSON without secrets; absent when nothing was there, or nothing was changed. */
  readonly oldValue?: JsonValue;
  readonly newValue?: JsonValue;
  /** In the person's own words; absent when none was asked for. */
  readonly reason?: string | null;
  /** The machine it was done from; absent: the one that the console runs on. */
  readonly workstation?: string | null;
}

/** Where the values behind an action came from. */
export const RECORD_SOURCES = ['live', 'simulated'] as const;
export type RecordSource = (typeof RECORD_SOURCES)[number];
