import type { WebSocket } from 'ws';
import type { Log } from '../../log.ts';
import type { Channel } from '../channel.ts';

/** A channel over an open WebSocket. Closing it ends the connection at once: there is nothing left to negotiate. */
export function socketChannel(socket: WebSocket, log: Log): Channel {
  // a message above the limit, or broken framing
  socket.on('error', (error) => {
    log.warn('client cut off', { reason: error.message });
    socket.terminate();
  });
  return {
    send: (message) =>
      // the callback also comes, with an error, when the connection ends first
      new Promise((resolve) => socket.send(message, () => resolve())),
    onMessage: (listener) =>
      void socket.on('message', (data, isBinary) =>
        listener(isBinary || !Buffer.isBuffer(data) ? data : data.toString()),
      ),
    onClose: (listener) => void socket.on('close', () => listener()),
    close: () => socket.terminate(),
  };
}
