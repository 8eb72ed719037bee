import { z } from 'zod';
import { excerpt } from '../../excerpt.ts';

/** The resources of the OHT-50's firmware that this driver asks for, exactly as the firmware knows them. */
export const PATHS = {
  /** The only full truth about the robot's state; timestamps in ms. */
  state: '/api/v1/system/state',
  /** Whether it answers. Its `status` says "healthy" even in an emergency stop; `system_state` is true. In s. */
  health: '/health',
  /** Time in states, and counters. */
  statistics: '/api/v1/state/statistics',
  /** What was found at boot, never refreshed. */
  moduleStats: '/api/v1/modules/stats',
  /** Which modules there are. Its `online` and `last_seen` are constants. */
  modules: '/api/v1/modules',
  network: '/api/v1/network/status',
} as const;

const number = z.number();
const count = z.int().min(0);
const milliseconds = z.number().min(0);
const text = z.string().transform(excerpt);
const word = text.refine((given) => given !== '', 'must not be empty');
const flag = z.boolean();

const simulated = z.boolean().default(false);

export const stateAnswer = z.object({
  success: z.literal(true),
  simulated,
  data: z.object({
    current_state: word,
    timestamp: number,
    previous_state: text.nullish(),
    state_duration_ms: milliseconds.nullish(),
    total_transitions: count.nullish(),
    system_ready: flag.nullish(),
    safety_ok: flag.nullish(),
    communication_ok: flag.nullish(),
    sensors_ok: flag.nullish(),
    location_ok: flag.nullish(),
    last_event: text.nullish(),
    current_fault: text.nullish(),
  }),
});

export const healthAnswer = z.object({
  success: z.literal(true),
  simulated,
  firmware: text,
  data: z.object({ system_state: word, timestamp: number, version: text.nullish() }),
});

export const statisticsAnswer = z.object({
  success: z.literal(true),
  data: z.object({
    current_state: word,
    time_in_states: z.record(z.string().regex(/^[a-z]+_ms$/), milliseconds),
    transition_counters: z.object({ total_transitions: count, emergency_count: count, fault_count: count }),
    system_health: z
      .object({ system_ready: flag, safety_ok: flag, communication_ok: flag, sensors_ok: flag })
      .partial()
      .nullish(),
  }),
});

export const moduleStatsAnswer = z.object({
  success: z.literal(true),
  data: z.object({
    total_modules: count,
    online_modules: count,
    discovery_total_ms: milliseconds.nullish(),
    health_timeouts: count.nullish(),
    crc_errors: count.nullish(),
  }),
});

export const modulesAnswer = z.object({
  success: z.literal(true),
  modules: z.array(z.object({ address: z.int().min(0).max(247), type: word })).max(247),
});

export const networkAnswer = z.object({
  success: z.literal(true),
  data: z.object({
    connected: flag,
    current_ssid: text.nullish(),
    signal_strength: number.nullish(),
    ip_address: text.nullish(),
    latency_ms: milliseconds.nullish(),
  }),
});

export type StateData = z.output<typeof stateAnswer>['data'];
export type Health = z.output<typeof healthAnswer>['data'];
export type Statistics = z.output<typeof statisticsAnswer>['data'];
export type ModuleStats = z.output<typeof moduleStatsAnswer>['data'];
export type Modules = z.output<typeof modulesAnswer>['modules'];
export type Network = z.output<typeof networkAnswer>['data'];
