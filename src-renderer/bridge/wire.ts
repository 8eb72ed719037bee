/** One connection to the console, whatever carries it; text both ways. Once it is closed it stays closed. */
export interface Wire {
  readonly closed: boolean;
  /** Does nothing once the wire is closed. */
  send(message: string): void;
  onMessage(listener: (message: string) => void): void;
  /** Called once, however the connection ended; at once when it has ended already. */
  onClose(listener: () => void): void;
  close(): void;
}

interface WireEnd {
  readonly wire: Wire;
  /** Something arrived; what is not text is not for us. */
  arrived(data: unknown): void;
  ended(): void;
}

function wireOver(carrier: { send(message: string): void; close(): void }): WireEnd {
  const listeners: ((message: string) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let closed = false;
  const ended = () => {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners) listener();
  };
  const wire: Wire = {
    get closed() {
      return closed;
    },
    send(message) {
      if (!closed) carrier.send(message);
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void (closed ? listener() : closeListeners.push(listener)),
    close() {
      carrier.close();
      ended();
    },
  };
  const arrived = (data: unknown) => {
    if (typeof data !== 'string' || closed) return;
    for (const listener of listeners) listener(data);
  };
  return { wire, arrived, ended };
}

/** Opens a WebSocket; rejects when it closes before it opened or the signal aborts first. */
export function openWebSocket(url: string, signal: AbortSignal): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const { wire, arrived, ended } = wireOver({
      send: (message) => socket.send(message),
      close: () => socket.close(),
    });
    const giveUp = () => {
      reject(new Error('the console did not answer in time'));
      wire.close();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.addEventListener('message', (event) => arrived(event.data));
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
  const { wire, arrived, ended } = wireOver({
    send: (message) => port.postMessage(message),
    close: () => port.close(),
  });
  port.addEventListener('message', (event) => arrived(event.data));
  port.addEventListener('close', ended);
  port.start();
  return wire;
}
