/** One connection to the console, whatever carries it. Once it is closed it stays closed, and sending does nothing. */
export interface Wire {
  readonly closed: boolean;
  send(message: string | ArrayBufferLike | Uint8Array): void;
  onMessage(listener: (message: string | Uint8Array) => void): void;
  /** Called once, however the connection ended; at once when it has ended already. */
  onClose(listener: () => void): void;
  close(): void;
}

/** The part of a socket or port that differs. */
interface Carrier {
  send(message: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

interface WireEnd {
  readonly wire: Wire;
  message(data: unknown): void;
  ended(): void;
}

function wireOver(carrier: Carrier): WireEnd {
  const listeners: ((message: string | Uint8Array) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let closed = false;
  const ended = () => {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners) listener();
  };
  const message = (data: unknown) => {
    const known = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    if (typeof known !== 'string' && !(known instanceof Uint8Array)) return;
    for (const listener of listeners) listener(known);
  };
  const wire: Wire = {
    get closed() {
      return closed;
    },
    send(data) {
      if (!closed) carrier.send(typeof data === 'string' ? data : new Uint8Array(data as Uint8Array));
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void (closed ? listener() : closeListeners.push(listener)),
    close() {
      carrier.close();
      ended();
    },
  };
  return { wire, message, ended };
}

/** Opens a WebSocket; rejects when it closes before it opened or the signal aborts first. */
export function openWebSocket(url: string, signal: AbortSignal): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const { wire, message, ended } = wireOver(socket);
    const giveUp = () => {
      wire.close();
      reject(new Error('the console did not answer in time'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.addEventListener('message', (event) => message(event.data));
    socket.addEventListener('open', () => {
      signal.removeEventListener('abort', giveUp);
      resolve(wire);
    });
    socket.addEventListener('close', () => {
      signal.removeEventListener('abort', giveUp);
      ended();
      reject(new Error('the console refused the connection'));
    });
  });
}

/** A port that the desktop shell handed over. */
export function wireOfPort(port: MessagePort): Wire {
  const { wire, message, ended } = wireOver({
    send: (data) => port.postMessage(data),
    close: () => port.close(),
  });
  port.addEventListener('message', (event) => message(event.data));
  port.addEventListener('close', ended);
  port.start();
  return wire;
}
