import type { CharacterClass, PasswordProfileId } from '../access/password-profile.ts';
import type { BuiltInRole } from '../access/roles.ts';

/** A sentence with numbers in it; lengths of time come as words already. */
type Counted = (n: number) => string;
type Timed = (time: string) => string;

/** Everything the policy says of itself in one language; a language that leaves something out does not compile. */
export interface PolicyWords {
  /** Stands before what somebody should look at. */
  readonly concern: string;
  readonly report: Said<'title' | 'at' | 'by' | 'version'>;
  readonly unit: Said<'d' | 'h' | 'min' | 's'>;
  readonly none: string;
  readonly role: Readonly<Record<BuiltInRole, string>>;
  readonly password: Said<
    | 'heading'
    | 'profile'
    | 'minimum'
    | 'minimumBeside'
    | 'maximum'
    | 'demands'
    | 'remembered'
    | 'maxAge'
    | 'never'
    | 'guessable'
    | 'guessableWhat'
    | 'storedAs'
  > & {
    readonly profiles: Readonly<Record<PasswordProfileId, string>>;
    readonly classes: Readonly<Record<CharacterClass, string>>;
    readonly characters: Counted;
    readonly bytes: Counted;
    readonly hash: Counted;
  };
  readonly throttling: Said<'heading' | 'account' | 'seat' | 'neverLocks' | 'restart' | 'restartWhat'> & {
    readonly slowed: (free: number, first: string, longest: string) => string;
    readonly locks: (from: number, time: string) => string;
    readonly closes: Counted;
    readonly forgets: Timed;
  };
  readonly session: Said<
    | 'heading'
    | 'idle'
    | 'absolute'
    | 'concurrent'
    | 'fresh'
    | 'token'
    | 'tokenWhat'
    | 'tokenNone'
    | 'stop'
    | 'stopAnyone'
    | 'stopPermitted'
  >;
  readonly secondFactor: Said<'heading' | 'demanded' | 'demandedWhat' | 'nobody'> & {
    readonly coverage: (have: number, all: number) => string;
  };
  readonly signatures: Said<'heading' | 'wanted' | 'nothing' | 'override'> & {
    /** By their names in the contract. */
    readonly procedures: Readonly<Record<string, string>>;
    /** With how many active accounts could sign. */
    readonly demanded: { readonly own: Counted; readonly second: Counted };
    readonly overrideWhat: (longest: string, rights: number) => string;
  };
  readonly audit: Said<
    | 'heading'
    | 'chain'
    | 'chainWhat'
    | 'key'
    | 'keyByRights'
    | 'verifierKey'
    | 'witness'
    | 'witnessYes'
    | 'witnessNo'
    | 'every'
    | 'last'
    | 'noCheckpoint'
    | 'kept'
    | 'keptForEver'
  > & {
    readonly keyBy: (kind: string) => string;
    readonly failure: (reason: string) => string;
    readonly formerKey: (until: string) => string;
    readonly lostKey: (id: string) => string;
    readonly keptDays: (days: number) => string;
  };
  readonly backups: Said<
    | 'heading'
    | 'scheduled'
    | 'notScheduled'
    | 'sealing'
    | 'sealed'
    | 'open'
    | 'place'
    | 'placeOwn'
    | 'placeConfigured'
    | 'there'
  > & { readonly every: Timed; readonly count: (sealed: number, open: number, unreadable: number) => string };
  readonly page: Said<'heading' | 'shell' | 'contentPolicy'> & {
    readonly shells: Said<'electron' | 'loopback'>;
  };
  readonly fuses: Said<'heading' | 'notApplicable' | 'unreadable' | 'all' | 'on' | 'off' | 'unknown'> & {
    readonly differs: (state: string, intended: string) => string;
  };
  readonly atRest: Said<
    | 'heading'
    | 'passwords'
    | 'passwordsWhat'
    | 'factors'
    | 'factorsWhat'
    | 'records'
    | 'logs'
    | 'plain'
    | 'auditKey'
    | 'notEncrypted'
    | 'backups'
    | 'allSealed'
    | 'notAllSealed'
  >;
}

type Said<Name extends string> = Readonly<Record<Name, string>>;
