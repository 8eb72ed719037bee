import type { RobotsEvent } from '../../../src-main/bridge/contract.ts';
import type { Fleet } from '../../../src-main/firmware/fleet.ts';
import type { RobotSnapshot } from '../../../src-main/firmware/link.ts';
import { connectSocket, takeSeat, type BridgeClient } from '../../support/bridge-client.ts';
import { createBridgeStand, PASSWORD, servedOverSocket } from '../../support/bridge-stand.ts';

/** What a browser needs to come to a bridge that stands in another process. */
export interface Door {
  readonly origin: string;
  readonly cookie: string;
}

/** A bridge over `fleet`, with a door for one client. */
export async function openDoor(fleet: Fleet): Promise<Door & { close(): Promise<void> }> {
  const { bridge } = createBridgeStand({ polled: fleet });
  const { loopback, stop } = await servedOverSocket(bridge);
  return { origin: loopback.origin, cookie: await takeSeat(loopback), close: stop };
}

/** Signs in through the door and follows the robots until the answer is called; `seen` is told every snapshot that comes. */
export async function watchThrough(door: Door, seen: (robot: RobotSnapshot) => void): Promise<() => void> {
  const connection: BridgeClient = await connectSocket(door, door.cookie);
  await connection.client.session.signIn({ username: 'operator', password: PASSWORD });
  const events: AsyncIterable<RobotsEvent> = await connection.client.robots.watch();
  void (async () => {
    for await (const { robots } of events) robots.forEach(seen);
  })().catch(() => {});
  return () => connection.close();
}
