import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareScheme, isConsoleUrl, serveRenderer } from '../../../src-main/shell/protocol.ts';
import { as } from './fakes.ts';

let dir: string;
let ask: (url: string, method?: string) => Response | Promise<Response>;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'renderer-'));
  await mkdir(path.join(dir, 'renderer', 'assets'), { recursive: true });
  await writeFile(path.join(dir, 'secret.txt'), 'secret');
  await writeFile(path.join(dir, 'renderer', 'index.html'), '<!doctype html>');
  await writeFile(path.join(dir, 'renderer', 'assets', 'index-1.js'), 'export {}');
  const schemes = new Map<string, (request: { url: string; method: string }) => Response>();
  await serveRenderer(as({ handle: schemes.set.bind(schemes) }), path.join(dir, 'renderer'));
  ask = (url, method = 'GET') => schemes.get('app')?.({ url, method }) ?? new Response(null, { status: 599 });
});
afterAll(() => rm(dir, { recursive: true }));

describe('the app:// protocol', () => {
  it('serves the page and its scripts with their types', async () => {
    const page = await ask('app://console/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<!doctype html>');
    const script = await ask('app://console/assets/index-1.js?v=1');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'app://console/../secret.txt',
    'app://console/%2e%2e/secret.txt',
    'app://console/..%2fsecret.txt',
    'app://console/%2e%2e%2fsecret.txt',
    'app://console/..\\secret.txt',
    'app://console/assets/../../secret.txt',
    'app://console//etc/passwd',
    'app://console/index.html%00.js',
    'app://console/constructor',
    'app://elsewhere/index.html',
    'app://user@console/index.html',
  ])('serves nothing for %s', async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await ask('app://console/', method)).status).toBe(405);
  });

  it('answers HEAD without a body', async () => {
    const answer = await ask('app://console/', 'HEAD');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  it('lets no answer run, load or talk to anything foreign, errors included', async () => {
    for (const answer of [await ask('app://console/'), await ask('app://console/missing')]) {
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("connect-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('ws:');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('is an origin of its own, without the rights of a file', () => {
    const declared: unknown[] = [];
    declareScheme(as({ registerSchemesAsPrivileged: (schemes: unknown) => declared.push(schemes) }));
    expect(declared).toEqual([
      [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }],
    ]);
    expect(isConsoleUrl('app://console/index.html')).toBe(true);
    expect(isConsoleUrl('file:///app/index.html')).toBe(false);
  });
});
