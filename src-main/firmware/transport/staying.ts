import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A connection that is not left before its peer has left it, whoever would: Node's HTTP does, in many cases. */
export interface Staying {
  /** Leaves all the same: for a peer that is certainly dead, and at the bounded end of quitting. */
  abandon(): void;
}

/**
 * Makes `socket` stay. Once it is connected and, with TLS, trusted, `destroy` only stops the listening to what comes: it is read to its end,
 * and closes when the peer has closed it or the connection itself has failed. `end` says good-bye (FIN) no sooner.
 */
export function stayUntilPeerLeaves(socket: Socket): Staying {
  const destroy = socket.destroy.bind(socket);
  const sayGoodBye = socket._final.bind(socket);
  const leave = () => void destroy();

  socket.destroy = (error) => {
    // an error with a system call is the connection's own end: there is nobody left to harm
    const connectionFailed = error !== undefined && 'syscall' in error;
    // what is not trusted has been asked nothing yet, and must not be: staying would hand it the request, token and all
    const untrusted = socket instanceof TLSSocket && !socket.authorized;
    if (socket.connecting || socket.readableEnded || connectionFailed || untrusted) return destroy(error);
    if (!socket.listeners('end').includes(leave)) socket.once('end', leave).resume();
    return socket;
  };
  socket._final = (done) => {
    if (socket.readableEnded) sayGoodBye(done);
    else socket.once('end', () => sayGoodBye(done));
  };
  return { abandon: leave };
}
