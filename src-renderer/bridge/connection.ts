import { HEARTBEAT_LOST_MS, type ConsoleClient } from '../../src-main/bridge/contract.ts';
import { consoleClient } from './client.ts';
import { FIRST_WAIT_MS, nextWait } from './follow.ts';
import { watchSilence } from './silence.ts';
import { pause, type Timer } from './timer.ts';
import type { Wire } from './wire.ts';

/** An attempt to open a wire is given up after this long (ms): a stopped process accepts and never answers. */
const OPEN_TIMEOUT_MS = 2_000;
/** A wire that stayed silent for this long after it was declared lost is closed and opened anew (ms). */
const DEAD_WIRE_MS = 2_000;

/** How long until it is asked again whether this seat is known now (ms): people open a new link, machines need not hurry. */
const SEAT_WAIT_MS = 10_000;

/** Opens a wire, or says that the console does not know this seat (its launch link was used, or it restarted). */
export type OpenWire = (signal: AbortSignal) => Promise<Wire | 'seat-unknown'>;

export interface ConnectionEvents {
  /** A new wire is open; the signal aborts when it ends. */
  opened(client: ConsoleClient, signal: AbortSignal): void;
  /** The console's heart beats. */
  alive(): void;
  /** No beat for `HEARTBEAT_LOST_MS`, or the wire closed: from now on nothing that the console told is current. */
  lost(): void;
  seatUnknown(): void;
}

/** Keeps a connection to the console until the signal aborts, trying again for ever with short waits. */
export async function keepConnected(
  openWire: OpenWire,
  events: ConnectionEvents,
  timer: Timer,
  signal: AbortSignal,
): Promise<void> {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    const opened = await openInTime(openWire, timer, signal);
    if (opened === 'seat-unknown') {
      events.seatUnknown();
      wait = SEAT_WAIT_MS;
    } else if (opened !== null && (await useWire(opened, events, timer, signal))) wait = FIRST_WAIT_MS;
    await pause(timer, wait, signal);
    wait = nextWait(wait);
  }
}

async function openInTime(openWire: OpenWire, timer: Timer, signal: AbortSignal) {
  const overdue = new AbortController();
  const cancel = timer.after(OPEN_TIMEOUT_MS, () => overdue.abort());
  try {
    return await openWire(AbortSignal.any([signal, overdue.signal]));
  } catch {
    // Not there (yet): the caller tries again, and the screen says since when the console has not answered.
    return null;
  } finally {
    cancel();
  }
}

/** Uses one wire until it ends; answers whether a heart ever beat on it. */
async function useWire(wire: Wire, events: ConnectionEvents, timer: Timer, signal: AbortSignal): Promise<boolean> {
  const client = consoleClient(wire, timer);
  const ended = new AbortController();
  const close = () => wire.close();
  signal.addEventListener('abort', close);
  let alive = false;
  let everAlive = false;
  let cancelClose = () => {};
  const lost = () => {
    if (alive) events.lost();
    alive = false;
  };
  const silence = watchSilence(timer, HEARTBEAT_LOST_MS, () => {
    lost();
    cancelClose = timer.after(DEAD_WIRE_MS, close);
  });
  wire.onClose(() => {
    lost();
    ended.abort();
  });
  events.opened(client, ended.signal);
  try {
    for await (const _beat of await client.console.heartbeat(undefined, { signal: ended.signal })) {
      cancelClose();
      silence.heard();
      if (!alive) events.alive();
      alive = true;
      everAlive = true;
    }
  } catch {
    // However the beats ended, the wire is of no more use; `lost` below tells it.
  } finally {
    cancelClose();
    silence.stop();
    signal.removeEventListener('abort', close);
    wire.close();
  }
  return everAlive;
}
