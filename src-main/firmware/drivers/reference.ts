import { z } from 'zod';
import { excerpt } from '../excerpt.ts';
import { ROBOT_STATES, type RobotState, type RobotValues } from '../reading.ts';
import { checked } from './checked.ts';
import { clockResolutionMs, wallOf } from './clock-resolution.ts';
import type { Driver, ProgressMarker } from './driver.ts';
import { REFERENCE_COMMANDS, REFERENCE_STOP } from './reference-commands.ts';
import { sourcesOf } from './sources.ts';

const HEALTH = '/health';
const ROBOT_STATUS = '/api/robot/status';

/** A hoist overruns its track's ends by a buffer's length, and its zero is no more exact than its homing. */
const TRACK_TOLERANCE_MM = 1000;
const LONGEST_TRACK_MM = 100_000_000;
/** 100 m/s: no rail-bound robot is faster. */
const FASTEST_MM_PER_S = 100_000;
/** No controller answers outside of this; sensors that are not connected report such numbers. */
const COLDEST_C = -100;
const HOTTEST_C = 250;
/** A hundred years. */
const LONGEST_UPTIME_S = 100 * 365.25 * 86_400;

/** JSON numbers as JSON.parse gives them: 1e999 becomes Infinity, which zod refuses, like text that looks like a number. */
const number = z.number();
const text = z.string().transform(excerpt);

const progress = { sequence: number.nullish(), timestamp: number.nullish() };

/** What only the health answer has is required, so that no other answer passes for it; and below likewise. */
const health = z.object({
  success: z.literal(true),
  simulated: z.boolean().default(false),
  firmware: text,
  data: z.object({ system_state: text, version: text.nullish(), ...progress }),
});

const status = z.object({
  success: z.literal(true),
  simulated: z.boolean().default(false),
  data: z
    .object({
      status: text.refine((word) => word !== '', 'must not be empty'),
      mode: text.nullish(),
      fault: text.nullish(),
      position: z.object({ x: number, y: number.nullish(), z: number.nullish() }),
      track_length: number.positive().max(LONGEST_TRACK_MM).nullish(),
      speed: number.min(-FASTEST_MM_PER_S).max(FASTEST_MM_PER_S),
      battery_level: number.min(0).max(100),
      temperature: number.min(COLDEST_C).max(HOTTEST_C),
      uptime: number.min(0).max(LONGEST_UPTIME_S),
      ...progress,
    })
    .superRefine(({ position, track_length, sequence, timestamp }, context) => {
      if ((sequence ?? timestamp ?? null) === null) {
        context.addIssue({ code: 'custom', path: ['sequence'], message: 'sequence or timestamp is required' });
      }
      const end = (track_length ?? LONGEST_TRACK_MM) + TRACK_TOLERANCE_MM;
      if (position.x < -TRACK_TOLERANCE_MM || position.x > end) {
        context.addIssue({ code: 'custom', path: ['position', 'x'], message: 'must lie on the track' });
      }
    }),
});

/**
 * The reference firmware: `GET /health`, `GET /api/robot/status`, and a `POST` for each command; millimetres, mm/s, %, degrees Celsius, seconds. It
 * is at ease with keep-alive and with clients that leave early, but it is asked one thing at a time.
 */
export const reference: Driver = {
  id: 'reference',
  etiquette: {
    concurrency: 1,
    keepAlive: true,
    mayAbort: true,
    methods: ['GET', 'POST'],
    maxRequestBytes: 8192,
    maxHeaders: 32,
    givenUpAfterMs: 1000,
    quitWithinMs: 1000,
  },

  capabilities: [
    'state',
    'stateText',
    'fault',
    'mode',
    'positionMm',
    'trackLengthMm',
    'speedMmPerS',
    'batteryPercent',
    'temperatureC',
    'uptimeS',
  ],
  presence: { path: HEALTH, check: (answer) => void checked(health, HEALTH, answer) },
  slowReads: [],
  softwareStop: REFERENCE_STOP,
  commands: REFERENCE_COMMANDS,

  async read(fetch) {
    const alive = checked(health, HEALTH, await fetch(HEALTH));
    const { simulated, data } = checked(status, ROBOT_STATUS, await fetch(ROBOT_STATUS));
    const values: RobotValues = {
      state: knownState(data.status),
      stateText: data.status,
      fault: data.fault || null,
      mode: data.mode ?? null,
      positionMm: data.position.x,
      trackLengthMm: data.track_length ?? null,
      speedMmPerS: data.speed,
      batteryPercent: data.battery_level,
      temperatureC: data.temperature,
      uptimeS: data.uptime,
    };
    return {
      values,
      sources: sourcesOf(values, ROBOT_STATUS),
      facts: [],
      contradictions: [],
      simulated: simulated || alive.simulated,
      firmwareVersion: alive.data.version ?? null,
      progress: [...markers(HEALTH, alive.data), ...markers(ROBOT_STATUS, data)],
    };
  },

  lifeSigns({ values: { uptimeS }, progress: told }, at) {
    const timestamp = told.find(({ name }) => name.endsWith(' timestamp'));
    return {
      uptime: uptimeS === null ? null : { ms: uptimeS * 1000, at },
      transitions: null,
      sequence: told.find(({ name }) => name === SEQUENCE)?.value ?? null,
      wall: timestamp ? wallOf(timestamp.value) : null,
    };
  },
};

const SEQUENCE = `${ROBOT_STATUS} sequence`;

interface Progress {
  readonly sequence?: number | null | undefined;
  readonly timestamp?: number | null | undefined;
}

function* markers(path: string, { sequence, timestamp }: Progress): Generator<ProgressMarker> {
  if (typeof sequence === 'number') yield { name: `${path} sequence`, value: sequence, resolutionMs: 0 };
  if (typeof timestamp === 'number') {
    yield { name: `${path} timestamp`, value: timestamp, resolutionMs: clockResolutionMs(timestamp) };
  }
}

function knownState(word: string): RobotState {
  return ROBOT_STATES.find((state) => state === word) ?? 'unknown';
}
