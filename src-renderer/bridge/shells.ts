import type { OpenWire } from './connection.ts';
import { openWebSocket, wireOfPort } from './wire.ts';

/** What the preload of the desktop shell posts to this page, with the port. */
const PORT_MESSAGE = 'console-bridge';

/**
 * Whether this browser may talk to the console (it redeemed a launch link, and the console still remembers that).
 * Throws when the console does not answer.
 */
async function seatKnown(signal: AbortSignal): Promise<boolean> {
  const answer = await fetch('/seat', { cache: 'no-store', signal });
  if (answer.status === 401) return false;
  if (!answer.ok) throw new Error(`asked for the seat, the console answered ${answer.status}`);
  return true;
}

/** The loopback shell: a WebSocket to where this page came from, once the seat is known. */
const openLoopback: OpenWire = async (signal) => {
  if (!(await seatKnown(signal))) return 'seat-unknown';
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return openWebSocket(`${scheme}//${location.host}/bridge`, signal);
};

/** The desktop shell: its preload posts a port to this page, once per connection. */
function openDesktop(): OpenWire {
  const arrived: MessagePort[] = [];
  const arrival = new EventTarget();
  window.addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== PORT_MESSAGE || !port) return;
    arrived.push(port);
    arrival.dispatchEvent(new Event('port'));
  });
  return (signal) =>
    new Promise((resolve, reject) => {
      const take = () => {
        const port = arrived.shift();
        if (port) resolve(wireOfPort(port));
        return port !== undefined;
      };
      if (take()) return;
      arrival.addEventListener('port', take, { once: true, signal });
      signal.addEventListener('abort', () => reject(new Error('the shell handed over no port')), { once: true });
    });
}

/** Listens at once for the shell's port, so call it while the page loads. */
export function openWireOfShell(): OpenWire {
  return location.protocol === 'app:' ? openDesktop() : openLoopback;
}
