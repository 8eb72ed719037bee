import { z } from 'zod';
import { DRIVER_IDS, type DriverId } from './drivers/driver-ids.ts';
import type { Tokens } from './transport/outgoing.ts';

/** What stays on the screen when a link is lost: nothing, the last thing heard, or a simulation marked as one, until a person ends it. */
export const FALLBACKS = ['none', 'last-known', 'simulated'] as const;
export type FallbackPolicy = (typeof FALLBACKS)[number];

const rules = {
  pollIntervalMs: z.int().min(50).max(600_000),
  attemptDeadlineMs: z.int().min(50).max(60_000),
  totalDeadlineMs: z.int().min(50).max(600_000),
  fallback: z.enum(FALLBACKS),
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(16 * 2 ** 20),
};

const retryRules = {
  attempts: z.int().min(1).max(10),
  baseDelayMs: z.int().min(0).max(60_000),
  factor: z.number().min(1).max(10),
  jitter: z.number().min(0).max(1),
  budget: z.number().min(0).max(1),
};

const breakerRules = {
  failures: z.int().min(1).max(1000),
  openMs: z.int().min(0).max(600_000),
};

const flapRules = { halfLifeMs: z.int().min(0).max(600_000) };

/** Least and most of every number that a robot may have of its own, by its path. */
export const NUMBER_RANGES = {
  pollIntervalMs: rangeOf(rules.pollIntervalMs),
  attemptDeadlineMs: rangeOf(rules.attemptDeadlineMs),
  totalDeadlineMs: rangeOf(rules.totalDeadlineMs),
  'retry.attempts': rangeOf(retryRules.attempts),
  'retry.baseDelayMs': rangeOf(retryRules.baseDelayMs),
  'retry.factor': rangeOf(retryRules.factor),
  'retry.jitter': rangeOf(retryRules.jitter),
  'retry.budget': rangeOf(retryRules.budget),
  'breaker.failures': rangeOf(breakerRules.failures),
  'breaker.openMs': rangeOf(breakerRules.openMs),
  'flap.halfLifeMs': rangeOf(flapRules.halfLifeMs),
  maxBodyBytes: rangeOf(rules.maxBodyBytes),
} as const;
export type NumberPath = keyof typeof NUMBER_RANGES;

/** How robots are polled unless one says otherwise. Times in ms; unknown keys are refused. */
export const firmwareSettings = z.strictObject({
  pollIntervalMs: rules.pollIntervalMs.default(1000),
  /** Longest time for one whole attempt of a poll, slow bodies included. */
  attemptDeadlineMs: rules.attemptDeadlineMs.default(1000),
  retry: z
    .strictObject({
      attempts: retryRules.attempts.default(3),
      baseDelayMs: retryRules.baseDelayMs.default(200),
      factor: retryRules.factor.default(1.5),
      jitter: retryRules.jitter.default(0.2),
      /** Retries over polls, over any minute. */
      budget: retryRules.budget.default(0.1),
    })
    .prefault({}),
  /** Longest time for one whole poll, its retries included. */
  totalDeadlineMs: rules.totalDeadlineMs.default(5000),
  breaker: z
    .strictObject({
      /** Failed attempts in a row that open it. */
      failures: breakerRules.failures.default(5),
      /** Before the first probe; 0: the next poll is the probe, so that a robot's return is seen within one interval. */
      openMs: breakerRules.openMs.default(0),
    })
    .prefault({}),
  flap: z
    .strictObject({
      /** In which a link's losses weigh half as much; the longest time for which it is called unstable after one. 0: never. */
      halfLifeMs: flapRules.halfLifeMs.default(15_000),
    })
    .prefault({}),
  fallback: rules.fallback.default('last-known'),
  maxBodyBytes: rules.maxBodyBytes.default(65_536),
});

/** One robot as a person configures it; what is left out comes from the common settings. */
export const robotSettings = z.strictObject({
  id: z.string().regex(/^\w[\w.-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores'),
  name: z.string().trim().min(1).max(100),
  /** What people may be limited to; empty: it belongs to no group. */
  group: z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .max(64)
        .regex(/^[^\p{Cc},;:]*$/u, 'must hold no commas, semicolons, colons or control characters'),
    )
    .default(''),
  driver: z.enum(DRIVER_IDS).default('reference'),
  url: z.string().superRefine((text, context) => {
    const rule = brokenUrlRule(text);
    if (rule !== null) context.addIssue({ code: 'custom', message: rule });
  }),
  /** PEM, of an https robot: its own, or its authority's; without one the authorities of the machine count. */
  certificate: z
    .string()
    .max(20_000)
    .regex(/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/, 'must hold a certificate in PEM form')
    .exactOptional(),
  pollIntervalMs: rules.pollIntervalMs.exactOptional(),
  attemptDeadlineMs: rules.attemptDeadlineMs.exactOptional(),
  retry: z
    .strictObject({
      attempts: retryRules.attempts.exactOptional(),
      baseDelayMs: retryRules.baseDelayMs.exactOptional(),
      factor: retryRules.factor.exactOptional(),
      jitter: retryRules.jitter.exactOptional(),
      budget: retryRules.budget.exactOptional(),
    })
    .exactOptional(),
  totalDeadlineMs: rules.totalDeadlineMs.exactOptional(),
  breaker: z
    .strictObject({
      failures: breakerRules.failures.exactOptional(),
      openMs: breakerRules.openMs.exactOptional(),
    })
    .exactOptional(),
  flap: z.strictObject({ halfLifeMs: flapRules.halfLifeMs.exactOptional() }).exactOptional(),
  fallback: rules.fallback.exactOptional(),
  maxBodyBytes: rules.maxBodyBytes.exactOptional(),
});

/** What holds for every robot that says nothing of its own. */
export type CommonSettings = Readonly<z.output<typeof firmwareSettings>>;

/** How often, and after which pauses, a failed attempt is repeated. */
export type RetryPolicy = Readonly<z.output<typeof firmwareSettings>['retry']>;

/** One robot, complete. */
export type RobotSettings = CommonSettings & {
  readonly id: string;
  readonly name: string;
  /** Empty: it belongs to no group. */
  readonly group: string;
  readonly driver: DriverId;
  readonly url: string;
  readonly certificate?: string;
  /** Secrets. */
  readonly tokens?: Tokens;
};

/** A robot's own settings over the common ones. */
export function completed(common: CommonSettings, robot: z.output<typeof robotSettings>): RobotSettings {
  return {
    ...common,
    ...robot,
    retry: { ...common.retry, ...robot.retry },
    breaker: { ...common.breaker, ...robot.breaker },
    flap: { ...common.flap, ...robot.flap },
  };
}

/** A poll that ends before its first attempt may has no second one, and the robot no chance to be as slow as it may be. */
export const DEADLINES_CROSSED = 'must not be shorter than attemptDeadlineMs';

/** Whether a whole poll would be over before a single attempt of it may be. */
export function deadlinesCrossed({ attemptDeadlineMs, totalDeadlineMs }: CommonSettings): boolean {
  return totalDeadlineMs < attemptDeadlineMs;
}

/**
 * Past this age (ms) a reading is not live, whatever else is known: the next poll begins one interval after it, and
 * says within its first attempt's deadline whether the robot still answers.
 */
export function staleAfterMs({
  pollIntervalMs,
  attemptDeadlineMs,
}: Pick<RobotSettings, 'pollIntervalMs' | 'attemptDeadlineMs'>): number {
  return pollIntervalMs + attemptDeadlineMs;
}

/** Host and port: a controller serves one console from one side, whatever the path. */
export function addressOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

function brokenUrlRule(text: string): string | null {
  if (!/^https?:\/\/\S+$/i.test(text)) return 'must start with http:// or https:// and hold no spaces';
  if (!URL.canParse(text)) return 'must be an address such as http://192.168.0.20:8080, its port between 1 and 65535';
  const url = new URL(text);
  if (url.port === '0') return 'must have a port between 1 and 65535';
  if (url.username !== '' || url.password !== '') return 'must not hold credentials';
  if (text.includes('?') || text.includes('#')) return 'must have neither a query (?) nor a fragment (#)';
  return null;
}

function rangeOf({ minValue, maxValue }: z.ZodNumber): { readonly least: number; readonly most: number } {
  return { least: minValue ?? -Infinity, most: maxValue ?? Infinity };
}
