import type { Clock } from '../../../src-main/clock.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import type { Driver } from '../../../src-main/firmware/drivers/driver.ts';
import { startGateway, type Gateway } from '../../../src-main/firmware/gateway.ts';
import { createStandInLatch } from '../../../src-main/firmware/stand-in.ts';
import { createReadCache } from '../../../src-main/firmware/read-cache.ts';
import type { RobotValues } from '../../../src-main/firmware/reading.ts';
import { firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import type { Transport, TransportMetrics } from '../../../src-main/firmware/transport.ts';
import { silentLog } from '../../../src-main/log.ts';
import { healthAnswer, statusAnswer } from '../../support/reference-answers.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

interface Setup {
  readonly settings?: Partial<RobotSettings>;
  readonly firstPollInMs?: number;
  readonly driver?: Driver;
  /** How much the monotonic clock is ahead of the timers: what a suspended process finds when it wakes up. */
  readonly sleptMs?: () => number;
}

/** A gateway on a virtual clock over a firmware that does what `firmware.does` says, each request taking `takesMs`. */
export function startOnVirtualClock({
  settings = {},
  firstPollInMs = 0,
  driver = reference,
  sleptMs = () => 0,
}: Setup = {}) {
  const virtual = createVirtualClock();
  let timers = 0;
  const clock: Clock = {
    now: () => virtual.now() + sleptMs(),
    monotonic: () => virtual.monotonic() + sleptMs(),
    after(ms, run) {
      timers++;
      let over = false;
      const end = () => {
        if (!over) timers--;
        over = true;
      };
      const cancel = virtual.after(ms, () => {
        end();
        run();
      });
      return () => {
        end();
        cancel();
      };
    },
  };

  const firmware = {
    does: 'answer' as 'answer' | 'refuse' | 'hang',
    takesMs: 5,
    /** Start of every request for /health, which is the start of an attempt. */
    attempts: [] as number[],
    /** Path of every request. */
    requests: [] as string[],
    /** What it asks for when it refuses. */
    retryAfterMs: null as number | null,
    inFlight: 0,
    mostInFlight: 0,
    closed: false,
    stuckAt: null as number | null,
  };
  const transport: Transport = {
    address: '10.0.0.7:8080',
    get: (path, signal) => transport.send({ method: 'GET', path }, 'ordinary', signal),
    async send({ path }, _lane, signal) {
      firmware.requests.push(path);
      if (path === '/health') firmware.attempts.push(virtual.monotonic());
      firmware.mostInFlight = Math.max(firmware.mostInFlight, ++firmware.inFlight);
      try {
        await new Promise<void>((resolve, reject) => {
          const lost = () => reject(new ConsoleError('FIRMWARE_CONNECTION_LOST', 'aborted', { path }));
          if (signal.aborted) return lost();
          const cancel = firmware.does === 'hang' ? () => {} : virtual.after(firmware.takesMs, resolve);
          signal.addEventListener('abort', () => {
            cancel();
            lost();
          });
        });
        if (firmware.does === 'refuse') {
          const { retryAfterMs } = firmware;
          if (retryAfterMs === null) throw new ConsoleError('FIRMWARE_UNREACHABLE', 'refused', { path });
          throw new ConsoleError('FIRMWARE_STATUS', 'status 503', { path, status: 503, retryAfterMs });
        }
      } finally {
        firmware.inFlight--;
      }
      const tick = firmware.stuckAt ?? virtual.monotonic();
      const progress = { sequence: tick, timestamp: 1_800_000_000_001 + tick };
      return path === '/health' ? healthAnswer(progress) : statusAnswer(progress);
    },
    metrics: () => NOTHING,
    async close() {
      firmware.closed = true;
    },
  };

  /** A command or a stop has not come to its outcome. */
  const told = { now: false };
  /** In which states of the link the console put a simulation in the robot's place by itself. */
  const entered: string[] = [];
  const simulate = () => {
    let livedMs = 0;
    return { valuesAfter: (dtMs: number) => ({ ...simulatedValues, uptimeS: (livedMs += dtMs) / 1000 }) };
  };
  const latch = createStandInLatch(simulate, clock, () => {});

  const seen: { at: number; state: string; source: string | undefined }[] = [];
  const gateway: Gateway = startGateway(
    {
      ...firmwareSettings.parse({}),
      id: 'oht-01',
      name: 'Hoist 1',
      group: '',
      driver: 'reference',
      url: 'http://x',
      ...settings,
    },
    {
      driver,
      transport,
      cache: createReadCache(10, clock),
      clock,
      random: () => 0.5,
      log: silentLog,
      standIn: { latch, isTold: () => told.now, onEntered: (state) => entered.push(state) },
      onChange() {
        const { link, reading } = gateway.snapshot();
        seen.push({ at: virtual.monotonic(), state: link.state, source: reading?.source });
      },
    },
    firstPollInMs,
  );
  const advance = (ms: number) => virtual.advance(ms);
  const jumpWall = (ms: number) => virtual.jumpWall(ms);
  return { gateway, firmware, latch, told, entered, seen, advance, jumpWall, clock, timers: () => timers };
}

const NOTHING: TransportMetrics = {
  open: 0,
  idle: 0,
  opened: 0,
  closed: 0,
  reused: 0,
  recycledByAge: 0,
  failed: 0,
  requests: 0,
  inFlight: 0,
  draining: 0,
  drained: 0,
  givenUp: 0,
  waiting: 0,
};

const simulatedValues: RobotValues = {
  state: 'idle',
  stateText: 'idle',
  fault: null,
  mode: 'auto',
  positionMm: 1,
  trackLengthMm: 2,
  speedMmPerS: 0,
  batteryPercent: 50,
  temperatureC: 20,
  uptimeS: 0,
};
