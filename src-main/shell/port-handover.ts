import type { IpcRenderer } from 'electron';
import { PORT_CHANNEL, PORT_WANTED } from './port-names.ts';

/** What the preload uses of the page's `window`. */
export interface Page {
  readonly location: { readonly origin: string };
  addEventListener(type: 'message', listener: (event: { source: unknown; data: unknown }) => void): void;
  postMessage(message: string, targetOrigin: string, transfer: InstanceType<typeof MessagePort>[]): void;
}

/**
 * Whenever the page asks for a connection: makes a pair of ports, one for the main process, one for the page. Nothing
 * else crosses from here into the page: no Electron object, no function.
 */
export function handOverPorts(page: Page, ipc: Pick<IpcRenderer, 'postMessage'>): void {
  page.addEventListener('message', ({ source, data }) => {
    if (source !== page || data !== PORT_WANTED) return;
    const { port1, port2 } = new MessageChannel();
    ipc.postMessage(PORT_CHANNEL, null, [port1]);
    page.postMessage(PORT_CHANNEL, page.location.origin, [port2]);
  });
}
