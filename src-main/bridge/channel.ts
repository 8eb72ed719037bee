/**
 * One connection to a client of the bridge, whatever carries it (WebSocket, MessagePort). What arrives is untrusted:
 * the peer on top of it treats every message as possible garbage.
 */
export interface Channel {
  /**
   * Sends one message; does nothing once the channel is closed. A transport that can tell answers a promise for the
   * moment at which it has handed the message on (it settles at the latest when the channel closes): whoever awaits it
   * sends no faster than the client reads.
   */
  send(message: string | ArrayBufferLike | Uint8Array): void | Promise<void>;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, however the connection ended. */
  onClose(listener: () => void): void;
  close(): void;
}
