import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import type { Channel } from '../bridge/channel.ts';
import { portChannel } from '../bridge/message-port.ts';
import type { Log } from '../log.ts';
import { PORT_CHANNEL } from './port-names.ts';
import { isConsoleUrl } from './protocol.ts';

/**
 * Takes the message ports that the preload sends, each a connection to the bridge. One is taken only from the main
 * frame of our own window while it shows our own page (Electron security checklist, item 17); any other is closed.
 */
export function acceptPorts(
  ipcMain: Pick<IpcMain, 'on'>,
  ours: WebContents,
  attach: (channel: Channel) => void,
  log: Log,
): void {
  ipcMain.on(PORT_CHANNEL, (event) => {
    const [port, ...surplus] = event.ports;
    if (port && surplus.length === 0 && isFromConsole(event, ours)) return attach(portChannel(port));
    for (const refused of event.ports) refused.close();
    log.warn('bridge port refused', { from: event.senderFrame?.url ?? 'a frame that is gone' });
  });
}

function isFromConsole({ sender, senderFrame }: IpcMainEvent, ours: WebContents): boolean {
  return sender === ours && senderFrame !== null && senderFrame.parent === null && isConsoleUrl(senderFrame.url);
}
