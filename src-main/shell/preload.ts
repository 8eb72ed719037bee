/** Runs before the page, in an isolated world beside it, sandboxed. */
import { ipcRenderer } from 'electron';
import { handOverPorts, type Page } from './port-handover.ts';

handOverPorts(globalThis as unknown as Page, ipcRenderer);
