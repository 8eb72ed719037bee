import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { workingHours } from './alarms/monitoring-settings.ts';
import { PASSWORD_PROFILES } from './access/password-profile.ts';
import type { PolicyRange } from './access/policy-number.ts';
import { STOP_POLICIES } from './access/stop-policy.ts';
import { SESSION_RANGES } from './access/session-policy.ts';
import { configError, environmentLayer, fileLayer, flagLayer, type Layer, type Origin } from './config/layers.ts';
import { CONFIG_FILE, SETTINGS } from './config/settings.ts';
import {
  addressOf,
  completed,
  DEADLINES_CROSSED,
  deadlinesCrossed,
  firmwareSettings,
  robotSettings,
  type RobotSettings,
} from './firmware/settings.ts';
import { fingerprintsIn } from './firmware/transport/trust.ts';

const wholeWithin = ({ minimum, maximum }: PolicyRange) => z.int().min(minimum).max(maximum);

/** The rules of every setting, with its default. Unknown keys are refused: a typing slip must not pass for a setting. */
const schema = z.strictObject({
  dataDir: z.string().min(1).default(defaultDataDir()),
  port: z.int().min(0).max(65535).default(0),
  open: z.boolean().default(true),
  demo: z.boolean().default(false),
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  firmware: firmwareSettings.prefault({}),
  robots: z.array(robotSettings).max(1000).default([]),
  softwareStop: z.enum(STOP_POLICIES).default('anyone'),
  backup: z
    .strictObject({
      everyHours: z.number().min(0).max(8760).default(24),
      folder: z.string().default(''),
      passphraseFile: z.string().default(''),
      keepDaily: z.int().min(0).max(3650).default(7),
      keepWeekly: z.int().min(0).max(520).default(4),
    })
    .prefault({}),
  session: z
    .strictObject({
      idleMinutes: wholeWithin(SESSION_RANGES.idleMinutes).default(10),
      absoluteMinutes: wholeWithin(SESSION_RANGES.absoluteMinutes).default(720),
      concurrentSessions: wholeWithin(SESSION_RANGES.concurrentSessions).default(3),
      freshMinutes: wholeWithin(SESSION_RANGES.freshMinutes).default(5),
      notice: z.string().max(2000).default(''),
    })
    .refine(({ idleMinutes, absoluteMinutes }) => idleMinutes <= absoluteMinutes, {
      error: 'must not be shorter than the idle time',
      path: ['absoluteMinutes'],
    })
    .prefault({}),
  password: z.strictObject({ profile: z.enum(PASSWORD_PROFILES).default('nist') }).prefault({}),
  audit: z
    .strictObject({
      witnessFolder: z.string().default(''),
      checkpointMinutes: z.number().min(1).max(1440).default(10),
      keepDays: z
        .int()
        .max(36_500)
        // evidence must not leave the console because of a slip of the keyboard
        .refine((days) => days === 0 || days >= 365, 'must be 0 (for ever) or at least 365')
        .default(0),
      archiveFolder: z.string().default(''),
    })
    .refine(({ keepDays, archiveFolder }) => keepDays === 0 || archiveFolder !== '', {
      error: 'must name a folder when audit.keepDays is set',
      path: ['archiveFolder'],
    })
    .prefault({}),
  monitoring: z
    .strictObject({
      workingHours: workingHours.default(''),
    })
    .prefault({}),
  mock: z
    .strictObject({
      robots: z.int().min(1).max(1000).default(3),
      seed: z
        .int()
        .min(0)
        .max(2 ** 32 - 1)
        .default(1),
      scenarioFolder: z.string().default(''),
    })
    .prefault({}),
});

/** The settings in force; `robots` are complete (each robot's own settings over the common ones). */
export type Config = Omit<z.infer<typeof schema>, 'robots'> & { readonly robots: readonly RobotSettings[] };

/** One setting in force, for the configuration page. */
export interface ConfigurationEntry {
  readonly key: string;
  readonly value: string;
  readonly from: Origin;
}

export interface ConfigInput {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; throws as node:fs does. */
  readonly readFile?: (name: string) => string;
}

/**
 * Reads the configuration: defaults < file < environment < flags.
 *
 * @throws ConsoleError CONFIG_INVALID whose message is one line: key, value, rule. Nothing has been started by then.
 */
export function loadConfig(input: ConfigInput): { config: Config; entries: readonly ConfigurationEntry[] } {
  const flags = flagLayer(input.argv);
  const environment = environmentLayer(input.environment);
  const file = flags.file ?? environment.file;
  const namedBy = flags.file === undefined ? CONFIG_FILE.environment : `--${CONFIG_FILE.flag}`;
  const fromFile = file === undefined ? [] : [readLayer(file, namedBy, input.readFile)];
  const layers = [...fromFile, environment.layer, flags.layer];

  const parsed = schema.safeParse(nest(layers));
  if (!parsed.success) throw explained(parsed.error.issues[0], layers);
  const { robots: given, firmware, ...rest } = parsed.data;
  const robots = given.map((robot) => completed(firmware, robot));
  const config: Config = { ...rest, firmware, robots };
  if (deadlinesCrossed(firmware)) {
    throw configError('firmware.totalDeadlineMs', firmware.totalDeadlineMs, DEADLINES_CROSSED);
  }
  const hasty = robots.find(deadlinesCrossed);
  if (hasty) throw configError('robots', hasty.id, `totalDeadlineMs ${DEADLINES_CROSSED}`);
  const twice = robots.find((robot, index) => robots.findIndex((other) => other.id === robot.id) !== index);
  if (twice) throw configError('robots', twice.id, 'two robots have this id');
  const addresses = robots.map(({ url }) => addressOf(url));
  const shared = robots.find((_, index) => addresses.indexOf(addresses[index] ?? '') !== index);
  if (shared)
    throw configError('robots', shared.url, 'two robots have this address: one would be polled from two sides');
  const blind = robots.find(({ certificate }) => certificate !== undefined && fingerprintsIn(certificate).length === 0);
  if (blind) throw configError('robots', blind.id, 'no certificate of this robot can be read');
  if (config.demo && robots.length > 0) throw configError('demo', true, 'refused together with a configured robot');
  return { config, entries: entriesOf(config, layers) };
}

function defaultDataDir(): string {
  const home = os.homedir();
  if (process.platform === 'win32') return path.join(process.env['APPDATA'] ?? home, 'Robot Control Console');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Robot Control Console');
  return path.join(process.env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'robot-control-console');
}

function readLayer(name: string, namedBy: string, read = (file: string) => readFileSync(file, 'utf8')): Layer {
  let text: string;
  try {
    text = read(name);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw configError(namedBy, name, `cannot be read (${reason})`);
  }
  return fileLayer(name, text);
}

/** Later layers win, key by key. */
function nest(layers: readonly Layer[]): Record<string, unknown> {
  const root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { values } of layers) {
    for (const [key, { raw }] of values) {
      const parts = key.split('.');
      const last = parts.pop() ?? key;
      let branch = root;
      for (const part of parts) {
        const next = branch[part];
        if (typeof next !== 'object' || next === null) branch[part] = Object.create(null);
        branch = branch[part] as Record<string, unknown>;
      }
      branch[last] = raw;
    }
  }
  return root;
}

/** Turns the schema's complaint into the line a person can act on: where they wrote it, what, and the rule. */
function explained(issue: z.core.$ZodIssue | undefined, layers: readonly Layer[]): Error {
  const unknown = issue?.code === 'unrecognized_keys' ? [String(issue.keys[0])] : [];
  const key = [...(issue?.path ?? []), ...unknown].map(String).join('.');
  const written = layers
    .flatMap(({ values }) => [...values])
    .findLast(([given]) => given === key || key.startsWith(`${given}.`) || given.startsWith(`${key}.`));
  let value: unknown = written?.[1].raw;
  for (const part of written ? key.slice(written[0].length).split('.').filter(Boolean) : []) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  }
  const rule = unknown.length > 0 ? 'is not a known setting' : (issue?.message ?? 'is not valid');
  return configError(written ? `${key} (${written[1].writtenAs})` : key, value, rule);
}

function entriesOf(config: Config, layers: readonly Layer[]): readonly ConfigurationEntry[] {
  const origin = (key: string): Origin => layers.findLast(({ values }) => values.has(key))?.origin ?? 'default';
  const valueAt = (key: string): unknown =>
    key.split('.').reduce<unknown>((branch, part) => (branch as Record<string, unknown>)[part], config);
  return SETTINGS.map(({ key }) => {
    const value = valueAt(key);
    const shown = Array.isArray(value) ? config.robots.map(({ id, url }) => `${id} ${url}`).join(', ') : String(value);
    return { key, value: shown, from: origin(key) };
  });
}
