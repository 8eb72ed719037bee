import { PassThrough } from 'node:stream';

/** Electron's way from a utility process to its parent; such a process has no standard input. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
}

/** The parent's messages as lines, in the place of a standard input; null outside of Electron. */
export function parentLines(port: ParentPort | undefined): NodeJS.ReadableStream | null {
  if (port === undefined) return null;
  const lines = new PassThrough();
  port.on('message', ({ data }) => {
    if (typeof data === 'string') lines.write(`${data}\n`);
  });
  return lines;
}

/** The port of this process, where it runs inside Electron. */
export const ownParentPort = (): ParentPort | undefined => (process as { readonly parentPort?: ParentPort }).parentPort;
