import type { Channel } from './channel.ts';

/** What Node's MessagePort and Electron's MessagePortMain have in common. */
export interface PortLike {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: string | ArrayBufferLike | Uint8Array): void;
  start(): void;
  close(): void;
}

/**
 * A channel over a message port. Ports have no flow control: `send` cannot wait for the client to read.
 */
export function portChannel(port: PortLike): Channel {
  let open = true;
  port.on('close', () => (open = false));
  return {
    send(message) {
      if (open) port.postMessage(message);
    },
    onMessage(listener) {
      port.on('message', (message) => listener(received(message)));
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
    close() {
      open = false;
      port.close();
    },
  };
}

/** Node hands over the message itself, Electron an event that holds it as `data`. */
function received(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'data' in message ? message.data : message;
}
