import { sleep, type Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import { attempt, type Observation } from './attempt.ts';
import type { Driver } from './drivers/driver.ts';
import { createFallback, type FallbackDeps } from './fallback.ts';
import { createHealthChecker, type Pause } from './health.ts';
import type { LinkObserver } from './history/link-observer.ts';
import { isCurrentLink, type RobotSnapshot } from './link.ts';
import { createProgressWatch } from './progress.ts';
import type { ReadCache } from './read-cache.ts';
import { createReader } from './reader.ts';
import { EARLY_MS } from './resilience/breaker.ts';
import { createResilience, type ResilienceView } from './resilience/resilience.ts';
import { staleAfterMs, type RobotSettings } from './settings.ts';
import type { Transport, TransportMetrics } from './transport.ts';

/** A poll may begin this share of an interval late; what is later than that waits for its next slot. */
const LATENESS = 0.1;

export interface GatewayDeps {
  readonly driver: Driver;
  readonly transport: Transport;
  readonly cache: ReadCache;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly standIn: Pick<FallbackDeps, 'latch' | 'isTold' | 'onEntered'>;
  /** Called after everything that changes the robot's snapshot. */
  readonly onChange: () => void;
  readonly observer?: LinkObserver | undefined;
}

/** What stands between the console and one robot, in numbers. */
export interface GatewayMetrics {
  readonly id: string;
  readonly transport: TransportMetrics;
  readonly resilience: ResilienceView;
}

/** One robot's polling life. */
export interface Gateway {
  snapshot(): RobotSnapshot;
  metrics(): GatewayMetrics;
  /** The robot was told something: what it said before is not current any more, and is not kept. */
  disown(): void;
  /**
   * Leaves the robot's lane to a command: resolves when the poll that is running has ended, and none begins before the
   * answer is called, which polls at once.
   */
  makeWay(): Promise<() => void>;
  /** Ends it: what is in flight is aborted or drained, as the etiquette says; connections are closed, no timer is left. */
  stop(): Promise<void>;
}

/**
 * Polls one robot on a fixed grid: at `firstPollInMs`, then at every whole interval after it. Never two polls at once;
 * one that overruns its interval skips the slots that it missed.
 */
export function startGateway(settings: RobotSettings, deps: GatewayDeps, firstPollInMs: number): Gateway {
  const { driver, transport, cache, clock, random, log, standIn, onChange, observer } = deps;
  const { latch } = standIn;
  const staleMs = staleAfterMs(settings);
  const health = createHealthChecker(clock, settings, pause);
  const progress = createProgressWatch();
  const fallback = createFallback(settings.fallback, { ...standIn, clock, staleAfterMs: staleMs });
  const resilience = createResilience(settings, driver.etiquette, clock, random);
  const { breaker } = resilience;
  const reader = createReader({ robotId: settings.id, driver, cache, clock, log });
  const attempting = { ...resilience, driver, reader, transport, clock };
  const stopped = new AbortController();

  const gridStart = clock.monotonic() + firstPollInMs;
  let slot = 0;
  let cancelNext = clock.after(firstPollInMs, () => run(slot));
  let polling: Promise<void> = Promise.resolve();
  /** Monotonic, ms: what was asked for before is not current any more. */
  let disownedAt = -Infinity;
  let ways = 0;
  let logged = health.state();

  return {
    snapshot() {
      const { id, name, group, driver: driverId } = settings;
      const { address } = transport;
      // one look, one moment: no state may be older than the age beside it
      const now = clock.monotonic();
      const link = health.view(now);
      const heard = health.lastHeard();
      const shown = fallback.reading(link.state, heard, now);
      const simulation = { standIn: latch.view(now), standInTime: latch.time(now) };
      const own = shown && heard && isCurrentLink(link.state) && simulation.standIn === null;
      const disowned = own && heard.at - heard.latencyMs < disownedAt;
      const reading = disowned ? { ...shown, source: 'last-known' as const } : shown;
      return { id, name, group, driver: driverId, address, staleAfterMs: staleMs, link, reading, ...simulation };
    },
    metrics: () => ({ id: settings.id, transport: transport.metrics(), resilience: resilience.view() }),
    disown() {
      disownedAt = clock.monotonic();
      cache.forget(settings.id);
      onChange();
    },
    async makeWay() {
      ways += 1;
      await polling;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        ways -= 1;
        if (stopped.signal.aborted) return;
        cancelNext();
        // it takes no slot: the next one is as near as ever, or what is read now would be old before it
        cancelNext = clock.after(0, () => run(slot - 1));
      };
    },
    async stop() {
      cancelNext();
      stopped.abort();
      await polling;
      observer?.left();
      await transport.close();
    },
  };

  /** @param taken the slot of the grid that it uses up */
  function run(taken: number): void {
    polling = pollAndScheduleNext(taken);
  }

  async function pollAndScheduleNext(taken: number): Promise<void> {
    try {
      await poll();
    } catch (cause) {
      if (!stopped.signal.aborted) {
        log.error('a poll broke down', {
          robot: settings.id,
          stack: cause instanceof Error ? cause.stack : String(cause),
        });
      }
    }
    if (stopped.signal.aborted) return;
    const { pollIntervalMs } = settings;
    const elapsed = clock.monotonic() - gridStart;
    slot = Math.max(taken + 1, Math.ceil(elapsed / pollIntervalMs - LATENESS));
    cancelNext = clock.after(Math.max(0, slot * pollIntervalMs - elapsed), () => run(slot));
  }

  /**
   * Attempts until one succeeds. Only the poll that finds a current link broken repeats itself; while the link is lost
   * or unstable every poll is one attempt, so that an outage never raises the load on a robot in trouble, and its
   * return is still seen within one interval.
   */
  async function poll(): Promise<void> {
    const { retry, attemptDeadlineMs, totalDeadlineMs } = settings;
    if (ways > 0) return;
    if (breaker.view().pausedForMs > 0) return leftAlone();
    const endsAt = clock.monotonic() + totalDeadlineMs;
    const of = isCurrentLink(health.state()) ? retry.attempts : 1;
    for (let number = 1; ; number++) {
      // a machine that is starved oversleeps the pause
      const deadlineMs = Math.max(1, Math.min(attemptDeadlineMs, Math.ceil(endsAt - clock.monotonic())));
      const outcome = await attempt(attempting, deadlineMs, stopped.signal);
      if (stopped.signal.aborted) return;
      if (!(outcome instanceof ConsoleError)) return take(outcome, number);
      const remainingMs = endsAt - clock.monotonic();
      const nextInMs = resilience.nextAttemptInMs({ error: outcome, number, of, remainingMs });
      // what was true before an outage need not be true after it
      if (nextInMs === null) cache.forget(settings.id);
      changed(() => health.failed(outcome, { number, of, nextInMs }), outcome);
      observer?.failed(outcome, nextInMs === null);
      if (nextInMs === null) return;
      await sleep(clock, nextInMs, stopped.signal);
    }
  }

  function take(observation: Observation, attemptNumber: number): void {
    const standstill = progress.observe(observation.progress, observation.at);
    if (!standstill) {
      changed(() => health.heard(observation, attemptNumber), null);
      return observer?.heard(observation);
    }
    const { marker, value, since } = standstill;
    const details = { address: transport.address, marker, value };
    const frozen = new ConsoleError('FIRMWARE_FROZEN', `${marker} stands still at ${value}`, details);
    changed(() => health.frozen(frozen, attemptNumber, since), frozen);
    observer?.frozen(frozen);
  }

  /** Nothing is asked of it for a while, and yet time goes on: its figures get worse, and what stands in for it lives on. */
  function leftAlone(): void {
    fallback.looked(health.state());
    onChange();
  }

  /** Lets `happen` change the link, then tells the stand-in, the log and whoever listens. */
  function changed(happen: () => void, error: ConsoleError | null): void {
    happen();
    const from = logged;
    const to = (logged = health.state());
    fallback.looked(to);
    if (from !== to) {
      const facts = { robot: settings.id, address: transport.address, from, to };
      if (error) log.warn(`robot link is ${to}: ${error.message}`, { ...facts, code: error.code, ...error.details });
      else log.info(`robot link is ${to}`, facts);
    }
    onChange();
  }

  /** What is asked next is a poll, the first one after the breaker's pause. */
  function pause(): Pause | null {
    const { pausedForMs, reason } = breaker.view();
    if (reason === null) return null;
    const { pollIntervalMs } = settings;
    const overAt = clock.monotonic() + pausedForMs - EARLY_MS - gridStart;
    return { reason, probeAt: gridStart + Math.ceil(overAt / pollIntervalMs) * pollIntervalMs };
  }
}
