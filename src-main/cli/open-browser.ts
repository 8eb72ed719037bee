import { spawn } from 'node:child_process';

/** The command that opens an address in the person's browser, per platform. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  darwin: ['open'],
  linux: ['xdg-open'],
};

/** Asks the desktop to open `url`; resolves false when there is nobody to ask. */
export function openBrowser(url: string): Promise<boolean> {
  const opener = OPENERS[process.platform];
  const desktop = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!opener || !desktop) return Promise.resolve(false);
  const [program, ...argv] = opener;
  return new Promise((resolve) => {
    const child = spawn(program, [...argv, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
