import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { actorOf } from '../access/place.ts';
import type { Seat } from '../access/seats.ts';
import type { Refusal } from '../audit/refusals.ts';
import type { Log } from '../log.ts';
import { callHandling, openConnection, type CallHandling } from './calls.ts';
import type { Channel } from './channel.ts';
import { placeOfRobot } from './fleet-orders.ts';
import { createGate } from './gate.ts';
import { joinPeer } from './peer.ts';
import { onPrivileges } from './privileges.ts';
import { createRouter, type RouterDependencies } from './router.ts';

export interface BridgeDependencies extends RouterDependencies {
  readonly log: Log;
  /** Puts on record who asked for what he may not. */
  readonly refused: (refusal: Refusal) => void;
}

/** The console as its clients reach it, over whatever channel a shell brings. */
export interface Bridge {
  /** Serves the contract to the client on `channel`, who works from `seat`, until the channel closes. */
  attach(channel: Channel, seat: Seat): void;
  /** The seat is given up: whoever is signed in there is signed out. */
  vacate(seat: Seat): void;
  /** As {@link onPrivileges} of the seat. */
  onPrivileges(seat: Seat, listener: () => () => void): () => void;
  /** Closes every channel, which ends every stream; later ones are closed as they come. */
  close(): void;
}

export function createBridge({ log, refused, ...deps }: BridgeDependencies): Bridge {
  const gate = createGate({ ...deps, robotOf: (id) => placeOfRobot(deps, id) });
  const onRefused: CallHandling['onRefused'] = (seat, procedure, details) => {
    const session = deps.sessions.current(seat.id);
    if (session) refused({ actor: actorOf(session, { seat, origin: deps.origin }), procedure, details });
  };
  const handler = new StandardRPCHandler(createRouter(deps), callHandling({ gate, log, onRefused }));
  const channels = new Set<Channel>();
  let closed = false;

  return {
    attach(channel, seat) {
      if (closed) return channel.close();
      channels.add(channel);
      channel.onClose(() => channels.delete(channel));
      joinPeer(channel, createServerPeerHandleRequestFn(handler, { context: openConnection(seat) }), log);
    },
    vacate(seat) {
      deps.signIn
        .vacate({ seat, origin: deps.origin })
        .catch((error: unknown) => log.error('the end of a session is not on record', { error }));
    },
    onPrivileges: (seat, listener) => onPrivileges(deps.sessions, seat.id, deps.clock, listener),
    close() {
      closed = true;
      for (const channel of channels) channel.close();
    },
  };
}
