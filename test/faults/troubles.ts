import type { Condition } from '../../src-main/mock-firmware/conditions.ts';
import type { Fault } from '../../src-main/mock-firmware/faults.ts';
import type { DriverId } from '../../src-main/firmware/drivers/driver-ids.ts';
import { DRIVERS } from '../../src-main/firmware/drivers/drivers.ts';

/** One thing that the nemesis does to a robot. */
export type Trouble =
  | { readonly fault: Fault; readonly paths: readonly string[] | null }
  /** `afterwards` takes it away; a restart ends by itself. */
  | { readonly condition: Condition; readonly afterwards: readonly Condition[] };

/** What every poll needs, and a field of each without which no answer is one. */
const READ: Readonly<Record<DriverId, readonly (readonly [path: string, field: Field])[]>> = {
  reference: [
    ['/health', 'system_state'],
    ['/api/robot/status', 'status'],
    ['/api/robot/status', 'battery_level'],
    ['/api/robot/status', 'speed'],
  ],
  oht50: [
    ['/health', 'system_state'],
    ['/api/v1/system/state', 'current_state'],
    ['/api/v1/system/state', 'timestamp'],
  ],
};
type Field = Extract<Fault, { kind: 'missing-field' }>['field'];

/** Longer and shorter than an attempt's deadline; what is told late is no older for it. */
const FAULTS: readonly Fault[] = [
  { kind: 'latency', ms: 150 },
  { kind: 'latency', ms: 900 },
  { kind: 'bad-link', latencyMs: 20, jitterMs: 300, drop: 0.3 },
  { kind: 'hang' },
  { kind: 'trickle', msPerByte: 1 },
  { kind: 'trickle', msPerByte: 4 },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' },
  { kind: 'error-body', message: 'control loop not ready' },
  { kind: 'invalid-json' },
  { kind: 'huge-body', bytes: 2_000_000 },
  { kind: 'reset' },
];
const OF_THE_CONTROLLER: readonly Fault[] = [
  { kind: 'frozen', what: 'both' },
  { kind: 'frozen', what: 'clock' },
  { kind: 'frozen', what: 'sequence' },
  { kind: 'closed' },
];
const SKEWS_MS = [-3_600_000, -2000, 2000, 3_600_000];

const CONDITIONS: readonly Extract<Trouble, { condition: unknown }>[] = [
  { condition: { kind: 'restart', afterMs: 700 }, afterwards: [] },
  {
    condition: { kind: 'emergency-stop' },
    afterwards: [{ kind: 'emergency-stop', pressed: false }, { kind: 'reset' }],
  },
  { condition: { kind: 'fault', name: 'Hoist motor overcurrent' }, afterwards: [{ kind: 'reset' }] },
  {
    condition: { kind: 'module-loss', address: 4 },
    afterwards: [{ kind: 'module-loss', address: 4, lost: false }, { kind: 'reset' }],
  },
  {
    condition: { kind: 'battery-drain', percentPerMinute: 60 },
    afterwards: [{ kind: 'battery-drain', percentPerMinute: 0 }],
  },
  ...SKEWS_MS.map((ms) => ({
    condition: { kind: 'clock-skew', ms } as const,
    afterwards: [{ kind: 'clock-skew', ms: 0 } as const],
  })),
  ...(['ignores', 'faults'] as const).map((does) => ({
    condition: { kind: 'commands', does } as const,
    afterwards: [{ kind: 'commands' } as const],
  })),
  { condition: { kind: 'commands', afterMs: 1200 }, afterwards: [{ kind: 'commands' }] },
];

/** Every endpoint of a driver: what it reads and what it orders. A register stands for all. */
export function endpointsOf(driver: DriverId): readonly string[] {
  const { presence, slowReads, softwareStop, commands } = DRIVERS[driver];
  const orders = commands.filter(({ arguments: given }) => given.length === 0).map(({ request }) => request({}).path);
  const read = READ[driver].map(([path]) => path);
  const slow = slowReads.map(({ path }) => path);
  return [...new Set([presence.path, ...read, ...slow, softwareStop.request.path, ...orders])];
}

/** Every trouble that a robot of this driver can have: each fault on all of it and on each of its endpoints, each condition. */
export function troublesOf(driver: DriverId): Trouble[] {
  const everywhere = [null, ...endpointsOf(driver).map((path) => [path])];
  const spoilt = READ[driver].flatMap(([path, field]) =>
    spoiling(field).map((fault): Trouble => ({ fault, paths: [path] })),
  );
  return [
    ...FAULTS.flatMap((fault) => everywhere.map((paths) => ({ fault, paths }))),
    ...OF_THE_CONTROLLER.map((fault) => ({ fault, paths: null })),
    ...spoilt,
    ...CONDITIONS,
  ];
}

function spoiling(field: Field): Fault[] {
  return [
    { kind: 'missing-field', field },
    { kind: 'wrong-type', field, value: true },
    { kind: 'wrong-type', field, value: {} },
    { kind: 'renamed-field', field, to: 'something_else' },
    { kind: 'nan', field },
  ];
}

/** In a few words. */
export function wordsOf(trouble: Trouble): string {
  if ('condition' in trouble) return JSON.stringify(trouble.condition);
  return `${JSON.stringify(trouble.fault)} on ${trouble.paths?.join(', ') ?? 'everything'}`;
}
