/** What is in force for the console's security, as plain data: the page and the report show nothing else. */
import type { PasswordProfile } from '../access/password-profile.ts';
import type { RoleId } from '../access/roles.ts';
import type { SessionPolicy } from '../access/session-policy.ts';
import type { DemandRow } from '../access/signatures/demands.ts';
import type { StopPolicy } from '../access/stop-policy.ts';
import type { ThrottlePolicy } from '../access/throttle-policy.ts';
import type { FuseReading } from './fuses.ts';

/** How many of a role's active accounts are asked for a second factor. */
export interface RoleCoverage {
  readonly role: RoleId;
  readonly roleName: string;
  readonly active: number;
  readonly withSecondFactor: number;
}

/** What holds from the start of the console to its end. */
export interface SettledPolicy {
  readonly version: string;
  readonly shell: 'electron' | 'loopback';
  readonly password: PasswordProfile;
  /** Of bcrypt, log2 of its rounds. */
  readonly hashCost: number;
  readonly throttling: { readonly account: ThrottlePolicy; readonly seat: ThrottlePolicy };
  readonly session: SessionPolicy;
  readonly auditKey: {
    /** Kind of the key file's protection: `file-rights`, or the operating system's. */
    readonly protection: string;
    /** Public half, by which exports verify. */
    readonly verifierKey: string;
  };
  readonly softwareStop: StopPolicy;
  readonly witnessConfigured: boolean;
  readonly checkpointMinutes: number;
  /** Days until audit records may go into the archive; null: they stay for ever. */
  readonly keepAuditDays: number | null;
  readonly scheduledBackups: {
    /** Null: none is scheduled. */
    readonly everyHours: number | null;
    readonly sealed: boolean;
    readonly folderConfigured: boolean;
  };
}

/** The backup files that lie in the folder, by whether a passphrase seals them. */
export interface BackupCount {
  readonly sealed: number;
  readonly open: number;
  /** Of these nobody can say. */
  readonly unreadable: number;
}

export interface FormerAuditKey {
  /** Public half; null where that is lost, too. */
  readonly verifierKey: string | null;
  /** The first bytes of its hash, hexadecimal, as its signatures name it; null where it had signed nothing. */
  readonly keyId: string | null;
  /** Wall clock, ms. */
  readonly until: number;
}

/** Everything in force at one moment. */
export interface SecurityPolicy extends SettledPolicy {
  /** Wall clock, ms. */
  readonly at: number;
  readonly secondFactor: readonly RoleCoverage[];
  /** Of every sensitive procedure. */
  readonly signatures: readonly DemandRow[];
  readonly checkpoints: { readonly lastAt: number | null; readonly failure: string | null };
  /** The keys that signed the log before, each until another one followed it; the newest last. */
  readonly formerAuditKeys: readonly FormerAuditKey[];
  readonly backups: BackupCount;
  /** The Content-Security-Policy header of every answer to the page. */
  readonly contentPolicy: string;
  readonly fuses: FuseReading;
}
