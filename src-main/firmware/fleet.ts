import type { GatewayMetrics } from './gateway.ts';
import type { RobotSnapshot } from './link.ts';
import type { CacheMetrics } from './read-cache.ts';

/** What stands between the console and its robots, in numbers. */
export interface FleetMetrics {
  readonly cache: CacheMetrics;
  readonly robots: readonly GatewayMetrics[];
}

/** What the bridge needs of the robots: what is known now, and to be told of every change. */
export interface Fleet {
  /** Every configured robot, in configuration order, with ages as of this call. */
  snapshots(): readonly RobotSnapshot[];
  /** One of them; undefined when none has this id. */
  snapshot(robotId: string): RobotSnapshot | undefined;
  /** In the same order. */
  metrics(): FleetMetrics;
  /** Calls `listener` with a robot's id after any change of it; the answer unsubscribes. */
  onChange(listener: (robotId: string) => void): () => void;
  /** Stops polling, drains or aborts what is in flight as each driver's etiquette says, closes every socket. */
  stop(): Promise<void>;
}
