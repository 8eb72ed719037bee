import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One file as it is served. */
export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly cacheControl: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Reads a built renderer, a few MB, into memory: what was not in the folder at this moment cannot be asked for,
 * whatever the path says, and a rebuild meanwhile cannot mix two versions. Links are not followed.
 *
 * @returns by the path of its request, `index.html` also as `/`
 */
export async function readStaticFiles(dir: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = new Map<string, StaticFile>();
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(dir, file).split(path.sep).join('/')}`;
    const type = TYPES[path.extname(entry.name)] ?? 'application/octet-stream';
    files.set(address, { body: await readFile(file), type, cacheControl: cacheControl(address) });
  }
  const index = files.get('/index.html');
  return index ? files.set('/', index) : files;
}

/** The build puts a hash of the content into the names below `assets`: such a file never changes. */
function cacheControl(address: string): string {
  if (address.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  return address.endsWith('.html') ? 'no-store' : 'no-cache';
}
