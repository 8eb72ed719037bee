import type { Fleet } from '../../src-main/firmware/fleet.ts';
import type { GatewayMetrics } from '../../src-main/firmware/gateway.ts';
import type { RobotSnapshot } from '../../src-main/firmware/link.ts';

/** Robots that change when the test says so. */
export interface FakeFleet extends Pick<Fleet, 'snapshot' | 'snapshots' | 'metrics' | 'onChange'> {
  /** The robot moved: its position is another one, and everyone who listens is told. */
  move(id: string, positionMm: number): void;
  readonly listeners: number;
  /** How often anyone looked at the robots. */
  readonly looks: number;
}

export function createFakeFleet(
  ids: readonly string[] = ['hoist-1', 'hoist-2', 'hoist-3'],
  groups: Readonly<Record<string, string>> = {},
): FakeFleet {
  const positions = new Map(ids.map((id) => [id, 0]));
  const listeners = new Set<(id: string) => void>();
  let looks = 0;
  return {
    snapshots() {
      looks += 1;
      return [...positions].map(([id, positionMm]) => snapshotOf(id, positionMm, groups[id]));
    },
    snapshot(id) {
      const positionMm = positions.get(id);
      return positionMm === undefined ? undefined : snapshotOf(id, positionMm, groups[id]);
    },
    metrics: () => ({
      cache: { entries: 7, hits: 90, shared: 5, misses: 5, hitRate: 0.95, invalidated: 2 },
      robots: Array.from(positions.keys(), metricsOf),
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    move(id, positionMm) {
      positions.set(id, positionMm);
      for (const listener of listeners) listener(id);
    },
    get listeners() {
      return listeners.size;
    },
    get looks() {
      return looks;
    },
  };
}

function metricsOf(id: string): GatewayMetrics {
  const sockets = { open: 1, idle: 1, opened: 4, closed: 3, reused: 120, recycledByAge: 2, failed: 1 };
  const traffic = { requests: 124, inFlight: 0, draining: 0, drained: 0, givenUp: 0, waiting: 0 };
  const resilience = { state: 'closed', pausedForMs: 0, reason: null, retriesLeft: 6 } as const;
  return { id, transport: { ...sockets, ...traffic }, resilience };
}

function snapshotOf(id: string, positionMm: number, group = ''): RobotSnapshot {
  return {
    id,
    name: id,
    group,
    driver: 'reference',
    address: '127.0.0.1:1',
    staleAfterMs: 2000,
    link: {
      state: 'live',
      stateForMs: 1000,
      lastSuccessAgeMs: 10,
      lastError: null,
      attempt: null,
      pause: null,
      flapping: null,
      slowAboveMs: 500,
      latency: null,
      successRate: null,
      retries: 0,
      availability: null,
    },
    reading: {
      source: 'live',
      simulated: false,
      observedAt: 0,
      ageMs: 10,
      latencyMs: 3,
      firmwareVersion: null,
      values: {
        state: 'moving',
        stateText: 'moving',
        fault: null,
        mode: null,
        positionMm,
        trackLengthMm: 10_000,
        speedMmPerS: 100,
        batteryPercent: 50,
        temperatureC: 30,
        uptimeS: 60,
      },
      sources: {},
      facts: [],
      contradictions: [],
    },
    standIn: null,
    standInTime: { simulatedMs: 0, observedMs: 1000 },
  };
}
