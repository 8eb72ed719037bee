import type {
  LinkHealth,
  Reading,
  RobotSnapshot,
  RobotValues,
  StandInView,
} from '../../../../src-main/bridge/contract.ts';

const LINK: LinkHealth = {
  state: 'live',
  stateForMs: 60_000,
  lastSuccessAgeMs: 100,
  lastError: null,
  attempt: null,
  pause: null,
  flapping: null,
  slowAboveMs: 500,
  latency: { p50Ms: 3.25, p95Ms: 12.4, p99Ms: 31.8, samples: 60 },
  successRate: 1,
  retries: 0,
  availability: {
    ratio: 0.9995,
    target: 0.999,
    observedMs: 3_600_000,
    budget: { allowedMs: 86_400, leftMs: 84_600 },
  },
};

const VALUES: RobotValues = {
  state: 'moving',
  stateText: 'moving',
  fault: null,
  mode: 'auto',
  positionMm: 12_345,
  trackLengthMm: 40_000,
  speedMmPerS: -250,
  batteryPercent: 78,
  temperatureC: 31.4,
  uptimeS: 90_061,
};

const READING: Reading = {
  source: 'live',
  simulated: false,
  observedAt: 0,
  ageMs: 100,
  latencyMs: 3,
  firmwareVersion: null,
  values: VALUES,
  sources: {},
  facts: [],
  contradictions: [],
};

/** A simulation that the console itself put in the robot's place a minute ago. */
export const STAND_IN: StandInView = { since: 0, forMs: 60_000, by: null, reason: null };

/** A link in perfect order, but for what a test changes. */
export const linkWith = (change: Partial<LinkHealth>): LinkHealth => ({ ...LINK, ...change });

/** A real robot, answering, its reading 100 ms old, fresh up to 2 s; but for what a test changes. */
export function snapshotWith(change: {
  readonly link?: Partial<LinkHealth>;
  readonly reading?: Partial<Reading> | null;
  readonly values?: Partial<RobotValues>;
  readonly id?: string;
  readonly standIn?: StandInView | null;
}): RobotSnapshot {
  const { link = {}, reading = {}, values = {}, id = 'r1', standIn = null } = change;
  return {
    id,
    name: `Robot ${id}`,
    group: '',
    driver: 'reference',
    address: '10.0.0.1:8080',
    staleAfterMs: 2_000,
    link: linkWith(link),
    reading: reading === null ? null : { ...READING, ...reading, values: { ...VALUES, ...values } },
    standIn,
    standInTime: { simulatedMs: 0, observedMs: 60_000 },
  };
}
