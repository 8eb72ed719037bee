/**
 * Every failure the console can name. A code is stable: tests, logs, the renderer's sentences (both languages) and
 * other people's scripts rely on it. Add codes; never rename one.
 */
export const ERROR_CODES = [
  // session and permission (the gate)
  'SESSION_REQUIRED',
  'PERMISSION_DENIED',
  'INPUT_INVALID',
  'PROCEDURE_UNKNOWN',
  'MESSAGE_TOO_LARGE',
  'INTERNAL',
  // the bridge, as the renderer sees it
  'BRIDGE_CLOSED',
  'BRIDGE_TIMEOUT',
  'BRIDGE_BUSY',
  'ORIGIN_REFUSED',
  'LAUNCH_TOKEN_INVALID',
  // access
  'SIGN_IN_FAILED',
  'SIGN_IN_BUSY',
  'SETUP_ALREADY_DONE',
  'USERNAME_INVALID',
  'USERNAME_TAKEN',
  'ACCOUNT_UNKNOWN',
  'ACCOUNT_OWN',
  'LAST_ADMINISTRATOR',
  'ROLE_UNKNOWN',
  'ROLE_BUILT_IN',
  'ROLE_INVALID',
  'ROLE_NAME_TAKEN',
  'ROLE_IN_USE',
  'ROLE_BEYOND_OWN',
  'SCOPE_INVALID',
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_LONG',
  'PASSWORD_BLOCKED',
  'PASSWORD_COMPOSITION',
  'PASSWORD_REUSED',
  'PASSWORD_CHANGE_REQUIRED',
  'ONE_TIME_SECRET_INVALID',
  'SECOND_FACTOR_REQUIRED',
  'SECOND_FACTOR_FAILED',
  'SECOND_FACTOR_MISSING',
  'SECRET_UNREADABLE',
  'KEY_SEALED',
  'SIGN_IN_STEP_LOST',
  'SIGN_IN_THROTTLED',
  'SIGN_IN_CLOSED',
  'SESSION_LOCKED',
  'REAUTHENTICATION_REQUIRED',
  'POLICY_INVALID',
  // electronic signatures and supervisor overrides
  'SIGNATURE_REQUIRED',
  'SIGNATURE_UNASKED',
  'SIGNATURE_UNSATISFIABLE',
  'SIGNER_UNFIT',
  'OVERRIDE_IMPOSSIBLE',
  'OVERRIDE_UNKNOWN',
  'CSV_INVALID',
  // store
  'STORE_UNAVAILABLE',
  'STORE_INTERRUPTED',
  'STORE_DAMAGED',
  'STORE_SEGMENT_DAMAGED',
  'STORE_SCHEMA_UNKNOWN',
  'STORE_LOCKED',
  'VERIFY_CANCELLED',
  // backups
  'BACKUP_FOREIGN',
  'BACKUP_TRUNCATED',
  'BACKUP_MODIFIED',
  'BACKUP_NOT_ENCRYPTED',
  'BACKUP_PASSPHRASE_NEEDED',
  'BACKUP_PASSPHRASE_WRONG',
  'BACKUP_PASSPHRASE_WEAK',
  'BACKUP_UNREADABLE',
  'BACKUP_NOT_WRITTEN',
  'BACKUP_CANCELLED',
  // audit
  'AUDIT_RECORD_INVALID',
  'AUDIT_CHECKPOINT_INVALID',
  'AUDIT_KEY_UNUSABLE',
  'AUDIT_NOT_ARCHIVED',
  'AUDIT_ARCHIVE_CANCELLED',
  // alarms
  'ALARM_UNKNOWN',
  // robots, as people ask for them
  'ROBOT_UNKNOWN',
  // firmware: what can be wrong with a robot's answer
  'ROBOT_ID_TAKEN',
  'ROBOT_ADDRESS_TAKEN',
  'ROBOT_CONFIGURED',
  'FIRMWARE_UNREACHABLE',
  'FIRMWARE_UNTRUSTED',
  'FIRMWARE_CONNECTION_LOST',
  'FIRMWARE_TIMEOUT',
  'FIRMWARE_STATUS',
  'FIRMWARE_REDIRECT',
  'FIRMWARE_TOO_LARGE',
  'FIRMWARE_NOT_JSON',
  'FIRMWARE_SCHEMA',
  'FIRMWARE_REPORTED_FAILURE',
  'FIRMWARE_FROZEN',
  // firmware: what the console does not ask of a robot
  'FIRMWARE_BUSY',
  'FIRMWARE_ETIQUETTE',
  'FIRMWARE_BREAKER_OPEN',
  // commands: why the console sends nothing to a robot
  'ROBOT_UNKNOWN',
  'COMMAND_UNKNOWN',
  'COMMAND_NOT_CONFIRMED',
  'COMMAND_STALE',
  'COMMAND_SIMULATED',
  'COMMAND_STATE',
  'COMMAND_BUSY',
  'CONTROL_NEEDED',
  'CONTROL_HELD',
  // simulations that stand in for robots
  'FALLBACK_ACTIVE',
  'FALLBACK_INACTIVE',
  'FALLBACK_NOT_LOST',
  'FALLBACK_BUSY',
  // training on simulated robots
  'TRAINING_IMPOSSIBLE',
  'SIMULATION_ENDED',
  'SCENARIO_UNKNOWN',
  'SCENARIO_INVALID',
  // start-up
  'CONFIG_INVALID',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts that fill the placeholders of a code's sentence and help the engineer; never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one error type that modules throw on purpose. `message` is for the log (an engineer, English); people see the
 * sentence that belongs to `code`, filled from `details`.
 */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
