import { z } from 'zod';

const MEGABYTE = 1_000_000;

/**
 * What the answers of each firmware tell, the driver's own fields first. A fault on a field that an answer lacks leaves
 * it as it is.
 */
export const FAULT_FIELDS = {
  reference: [
    'status',
    'position',
    'battery_level',
    'speed',
    'temperature',
    'mode',
    'fault',
    'track_length',
    'uptime',
    'sequence',
    'timestamp',
    'system_state',
    'version',
    'robot_id',
    'name',
  ],
  oht50: [
    'current_state',
    'timestamp',
    'previous_state',
    'state_duration_ms',
    'total_transitions',
    'system_ready',
    'safety_ok',
    'communication_ok',
    'sensors_ok',
    'location_ok',
    'last_event',
    'current_fault',
    'system_state',
    'version',
    'time_in_states',
    'transition_counters',
    'system_health',
    'modules',
    'total_modules',
    'online_modules',
    'discovery_total_ms',
    'health_timeouts',
    'crc_errors',
    'connected',
    'current_ssid',
    'signal_strength',
    'ip_address',
    'latency_ms',
  ],
} as const;
const field = z.enum([...new Set([...FAULT_FIELDS.reference, ...FAULT_FIELDS.oht50])]);

const scalar = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

/**
 * How a running server can be made to misbehave, one way at a time, for every request, or those of some paths, until told
 * otherwise. A schema, so that a scripted scenario's slip is refused instead of being played as something else.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),

  // late or never
  z.strictObject({ kind: z.literal('latency'), ms: z.number().min(0).max(600_000) }),
  /** Every answer late by `latencyMs` and up to `jitterMs` more; of so many (a share, 0 to 1) only a TCP reset comes. */
  z.strictObject({
    kind: z.literal('bad-link'),
    latencyMs: z.number().min(0).max(60_000).default(0),
    jitterMs: z.number().min(0).max(60_000).default(0),
    drop: z.number().min(0).max(1).default(0),
  }),
  /** Accepts the connection and the request, and does not answer as long as this is in force; then it does. */
  z.strictObject({ kind: z.literal('hang') }),
  /** The honest answer, byte by byte. */
  z.strictObject({ kind: z.literal('trickle'), msPerByte: z.number().min(1).max(60_000).default(1000) }),

  // another answer than asked for
  z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599).default(500) }),
  z.strictObject({
    kind: z.literal('redirect'),
    location: z.string().regex(/^[\x21-\x7e]{1,2000}$/, 'must be 1 to 2,000 visible characters'),
  }),
  /** 200, and yet a failure. */
  z.strictObject({ kind: z.literal('error-body'), message: z.string().max(1000) }),

  // a wrong body under a 200
  /** Ends in the middle of the JSON text, with a matching Content-Length. */
  z.strictObject({ kind: z.literal('invalid-json') }),
  z.strictObject({ kind: z.literal('missing-field'), field }),
  /** `value` stands where the field's own type should be. */
  z.strictObject({
    kind: z.literal('wrong-type'),
    field,
    value: z.union([scalar, z.record(z.string().max(100), scalar)]),
  }),
  /** The schema has drifted: the field's value stands under another name. */
  z.strictObject({ kind: z.literal('renamed-field'), field, to: z.string().regex(/^[a-z_]{1,40}$/) }),
  /** The bare word NaN, as careless firmware prints it: not JSON. */
  z.strictObject({ kind: z.literal('nan'), field }),
  /** The honest answer with `bytes` of padding, without a Content-Length that would give it away. */
  z.strictObject({
    kind: z.literal('huge-body'),
    bytes: z
      .int()
      .min(1)
      .max(100 * MEGABYTE)
      .default(10 * MEGABYTE),
  }),
  /** Half of the body, then a TCP reset. */
  z.strictObject({ kind: z.literal('reset') }),

  /**
   * It answers, but what it says stands still: its clock (timestamp, uptime), its control loop (sequence and
   * everything measured), or both.
   */
  z.strictObject({ kind: z.literal('frozen'), what: z.enum(['both', 'clock', 'sequence']).default('both') }),
  /** Stops listening and drops every connection, as a killed process does; any other fault brings it back, same port. */
  z.strictObject({ kind: z.literal('closed') }),
]);

/** Whether the whole controller has it: none of its paths alone can. */
export const isOfController = ({ kind }: FaultInForce): boolean => kind === 'closed' || kind === 'frozen';

/** The requests that a fault meets, exactly as they are asked for. */
export const faultPathsSchema = z
  .array(z.string().regex(/^\/\S{0,200}$/))
  .min(1)
  .max(20);

/** A fault as one writes it (defaults may be left out). */
export type Fault = z.input<typeof faultSchema>;
/** A fault in force, complete. */
export type FaultInForce = z.output<typeof faultSchema>;
