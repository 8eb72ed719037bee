import type { Protocol } from 'electron';
import { securityHeaders } from '../bridge/loopback/security-headers.ts';
import { readStaticFiles } from '../bridge/loopback/static-files.ts';

/**
 * The desktop window's page comes over a scheme of our own: `file://` would give it more rights than a web page
 * (Electron security checklist, item 18), and a local server would let others in.
 */
const SCHEME = 'app';
const HOST = 'console';
export const CONSOLE_URL = `${SCHEME}://${HOST}/`;

/** Makes the scheme an origin like any other; to be called before Electron is ready. */
export function declareScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Whether an address lies in our own page's origin. */
export function isConsoleUrl(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${SCHEME}:` && url.host === HOST && url.username === '' && url.password === '';
}

/** Serves the built renderer, read once into memory, as `app://console/`; everything else is refused. */
export async function serveRenderer(protocol: Pick<Protocol, 'handle'>, rendererDir: string): Promise<void> {
  const files = await readStaticFiles(rendererDir);
  const headers = securityHeaders();
  protocol.handle(SCHEME, ({ method, url }) => {
    if (!isConsoleUrl(url)) return new Response('Not here', { status: 404, headers });
    if (method !== 'GET' && method !== 'HEAD') return new Response('Only GET', { status: 405, headers });
    const file = files.get(new URL(url).pathname);
    if (!file) return new Response('Not found', { status: 404, headers });
    const own = { 'content-type': file.type, 'cache-control': file.cacheControl };
    return new Response(method === 'HEAD' ? null : new Uint8Array(file.body), { headers: { ...headers, ...own } });
  });
}
