import type { Driver } from './drivers/driver.ts';
import type { Gateway, GatewayMetrics } from './gateway.ts';
import type { RobotSnapshot } from './link.ts';
import type { CacheMetrics } from './read-cache.ts';
import type { StandInChange, StandInLatch } from './stand-in.ts';
import type { Transport } from './transport.ts';

/** What stands between the console and its robots, in numbers. */
export interface FleetMetrics {
  readonly cache: CacheMetrics;
  readonly robots: readonly GatewayMetrics[];
}

/** The way to one robot for those who tell it something. */
export interface RobotWay extends Pick<Gateway, 'snapshot' | 'disown' | 'makeWay'> {
  readonly id: string;
  readonly name: string;
  readonly driver: Driver;
  readonly transport: Transport;
  /**
   * Somebody tells the robot something: its transport stays open until the answer is called, though the robot is changed
   * or removed meanwhile. Who makes way holds it, too.
   */
  hold(): () => void;
  /** Something that it was told has not come to its outcome. */
  isTold(): boolean;
  /** Of the simulation in its place, if there is one. */
  readonly standIn: StandInLatch;
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
  /** Calls `listener` whenever the console by itself puts a simulation in the place of a robot, or ends one. */
  onStandIn(listener: (change: StandInChange) => void): () => void;
  /** In the same order. */
  ways(): readonly RobotWay[];
  /** Stops polling, drains or aborts what is in flight as each driver's etiquette says, closes every socket. */
  stop(): Promise<void>;
}
