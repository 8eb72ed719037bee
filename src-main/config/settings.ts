/**
 * Every setting that can be given outside the configuration file: its key in the file, its environment variable, its
 * flag. One table feeds the reading of both, the usage text, and the README's table (a test compares them).
 */
export interface Setting {
  /** Dotted path in the configuration file. */
  readonly key: string;
  readonly environment: string;
  readonly flag: string;
  /** How the text of a variable or flag becomes a value; a `switch` flag takes no value (its variable: true or false). */
  readonly kind: 'text' | 'number' | 'switch' | 'robot-urls';
  readonly about: string;
}

const setting = (key: string, flag: string, kind: Setting['kind'], about: string): Setting => ({
  key,
  environment: `ROBOT_CONSOLE_${flag.toUpperCase().replaceAll('-', '_')}`,
  flag,
  kind,
  about,
});

export const SETTINGS: readonly Setting[] = [
  setting('dataDir', 'data', 'text', 'folder of the database and the logs'),
  setting('port', 'port', 'number', 'port of the loopback shell on 127.0.0.1; 0 takes a free one'),
  setting('open', 'open', 'switch', 'open the browser when the console is ready'),
  setting('demo', 'demo', 'switch', 'mock firmware, a scratch data folder, one user per role'),
  setting('logLevel', 'log-level', 'text', 'error, warn, info or debug'),
  setting('robots', 'robot', 'robot-urls', 'address of a robot; repeat the flag, or separate with commas'),
  setting(
    'softwareStop',
    'software-stop',
    'text',
    'who may press it: anyone (at the workstation) or permitted (roles)',
  ),
  setting('firmware.pollIntervalMs', 'poll-interval-ms', 'number', 'time from one poll of a robot to the next'),
  setting('firmware.attemptDeadlineMs', 'attempt-deadline-ms', 'number', 'longest wait for one attempt of a poll'),
  setting('firmware.retry.attempts', 'retry-attempts', 'number', 'attempts in the poll that finds a live link broken'),
  setting('firmware.retry.baseDelayMs', 'retry-base-delay-ms', 'number', 'pause before the second attempt'),
  setting('firmware.retry.factor', 'retry-factor', 'number', 'growth of that pause from attempt to attempt'),
  setting('firmware.retry.jitter', 'retry-jitter', 'number', 'random share of each pause, 0 to 1'),
  setting('firmware.retry.budget', 'retry-budget', 'number', 'retries over polls in any minute, 0 to 1'),
  setting('firmware.totalDeadlineMs', 'total-deadline-ms', 'number', 'longest time for one poll with its retries'),
  setting('firmware.breaker.failures', 'breaker-failures', 'number', 'failed attempts in a row that open the breaker'),
  setting('firmware.breaker.openMs', 'breaker-open-ms', 'number', 'pause of an open breaker; 0: until the next poll'),
  setting(
    'firmware.flap.halfLifeMs',
    'flap-half-life-ms',
    'number',
    'how long an unstable link must hold, at most; 0: none is called unstable',
  ),
  setting('firmware.fallback', 'fallback', 'text', 'what stays when a link is lost: none, last-known or simulated'),
  setting('firmware.maxBodyBytes', 'max-body-bytes', 'number', 'largest answer accepted from a robot'),
  setting('backup.everyHours', 'backup-every-hours', 'number', 'time from one scheduled backup to the next; 0: none'),
  setting('backup.folder', 'backup-folder', 'text', 'folder for backups; empty: backups, in the data folder'),
  setting('backup.passphraseFile', 'backup-passphrase-file', 'text', 'file whose first line seals scheduled backups'),
  setting('backup.keepDaily', 'backup-keep-daily', 'number', 'days whose last scheduled backup is kept'),
  setting('backup.keepWeekly', 'backup-keep-weekly', 'number', 'weeks whose last scheduled backup is kept'),
  setting('session.idleMinutes', 'session-idle-minutes', 'number', 'minutes without input after which a session locks'),
  setting('session.absoluteMinutes', 'session-absolute-minutes', 'number', 'minutes after which a session ends'),
  setting('session.concurrentSessions', 'session-concurrent', 'number', 'sessions that one account may have at a time'),
  setting(
    'session.freshMinutes',
    'session-fresh-minutes',
    'number',
    'minutes for which a password opens what is sensitive',
  ),
  setting('session.notice', 'session-notice', 'text', 'the plant’s own words on who may use it, above every sign-in'),
  setting('password.profile', 'password-profile', 'text', 'rules for passwords: nist or complexity'),
  setting(
    'audit.witnessFolder',
    'audit-witness-folder',
    'text',
    'folder to which the audit log’s signed checkpoints are copied',
  ),
  setting(
    'audit.checkpointMinutes',
    'audit-checkpoint-minutes',
    'number',
    'how often the audit log is signed while it grows',
  ),
  setting('audit.keepDays', 'audit-keep-days', 'number', 'days until audit records may go into the archive; 0: never'),
  setting('audit.archiveFolder', 'audit-archive-folder', 'text', 'folder that they go to, each segment a file'),
  setting(
    'monitoring.workingHours',
    'working-hours',
    'text',
    'hours outside which a sign-in raises an alarm, like 06:00-22:00; empty: none',
  ),
  setting('mock.robots', 'mock-robots', 'number', 'mock robots when no robot is configured'),
  setting('mock.seed', 'mock-seed', 'number', 'seed of the mock robots’ lives'),
  setting('mock.scenarioFolder', 'mock-scenarios', 'text', 'folder of the plant’s own scenarios; empty: none'),
];

/** The configuration file is itself named by a flag or a variable, never by the file. */
export const CONFIG_FILE = { flag: 'config', environment: 'ROBOT_CONSOLE_CONFIG' } as const;
export const ENVIRONMENT_PREFIX = 'ROBOT_CONSOLE_';
