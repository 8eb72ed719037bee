import type { OpenWire } from './connection.ts';
import { openWebSocket, wireOfPort } from './wire.ts';

/** What this page posts to itself when it wants a connection, and what the desktop shell's preload answers with a port. */
const PORT_WANTED = 'console-bridge-wanted';
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

/** The desktop shell: its preload answers each wish for a connection with a port, in a message of this very window. */
const openDesktop: OpenWire = (signal) =>
  new Promise((resolve, reject) => {
    const onMessage = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== PORT_MESSAGE || !port) return;
      stop();
      resolve(wireOfPort(port));
    };
    const giveUp = () => {
      stop();
      reject(new Error('the shell handed over no port'));
    };
    const stop = () => {
      window.removeEventListener('message', onMessage);
      signal.removeEventListener('abort', giveUp);
    };
    window.addEventListener('message', onMessage);
    signal.addEventListener('abort', giveUp);
    window.postMessage(PORT_WANTED, location.origin);
  });

/** The way to the console from the shell that shows this page. */
export const openWireOfShell: OpenWire = (signal) =>
  location.protocol === 'app:' ? openDesktop(signal) : openLoopback(signal);
