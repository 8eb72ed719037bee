import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createPlainServer } from 'node:http';
import type { Server } from 'node:net';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { oht50 } from '../../../src-main/firmware/drivers/oht50/oht50.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import { createTransport } from '../../../src-main/firmware/transport.ts';
import { silentLog } from '../../../src-main/log.ts';
import { refusalOf } from '../../support/store.ts';

const fixture = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../../fixtures/tls', name), 'utf8');
const CA = fixture('ca.pem');
const ROBOT = { key: fixture('robot.key'), cert: fixture('robot.pem') };
const SELF_SIGNED = { key: fixture('self-signed.key'), cert: fixture('self-signed.pem') };

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** What has been asked of a robot that shows this certificate, and the way to it. */
async function robotShowing(shown: { key: string; cert: string }, pinned?: string, etiquette = reference.etiquette) {
  const asked: string[] = [];
  const port = await listening(
    createServer(shown, (request, response) => {
      asked.push(request.url ?? '');
      response.end('{"well":true}');
    }),
  );
  return { asked, ...wayTo(`https://127.0.0.1:${port}`, pinned, etiquette) };
}

function wayTo(url: string, pinned?: string, etiquette = reference.etiquette) {
  const transport = createTransport({
    url,
    etiquette,
    maxBodyBytes: 1000,
    clock: systemClock,
    log: silentLog,
    ...(pinned === undefined ? {} : { certificate: pinned }),
  });
  ending.push(() => transport.close());
  return { get: () => transport.get('/health', AbortSignal.timeout(5000)) };
}

test.each([
  ['signed by the pinned authority', ROBOT, CA],
  ['pinned itself, whatever names are in it', SELF_SIGNED, SELF_SIGNED.cert],
  ['pinned itself, although an authority signed it', ROBOT, ROBOT.cert],
  ['one of several that are pinned', SELF_SIGNED, CA + SELF_SIGNED.cert],
])('a robot whose certificate is %s is asked', async (_how, shown, pinned) => {
  for (const etiquette of [reference.etiquette, oht50.etiquette]) {
    const { get, asked } = await robotShowing(shown, pinned, etiquette);
    expect(await get()).toEqual({ well: true });
    expect(asked).toEqual(['/health']);
  }
});

test.each([
  ['is known to nobody', SELF_SIGNED, undefined],
  ['is not the pinned one', SELF_SIGNED, CA],
  ['is signed by another authority than the pinned one', ROBOT, SELF_SIGNED.cert],
])('a robot whose certificate %s is not asked anything, and the failure says why', async (_how, shown, pinned) => {
  // one of them forbids to leave a connection early, which must not keep anybody at an impostor's
  for (const etiquette of [reference.etiquette, oht50.etiquette]) {
    const { get, asked } = await robotShowing(shown, pinned, etiquette);
    const { code, details } = await refusalOf(get());
    expect(code).toBe('FIRMWARE_UNTRUSTED');
    expect(details['reason']).toMatch(/^[A-Z_]+$/);
    expect(asked).toEqual([]);
  }
});

test('a certificate for another address does not do, although the pinned authority signed it', async () => {
  const port = await listening(createServer(ROBOT, (_request, response) => response.end('{}')));
  const { code, details } = await refusalOf(wayTo(`https://127.0.0.2:${port}`, CA).get());
  // nobody listens at the other address on machines that have only one: then nothing is proven
  if (code !== 'FIRMWARE_UNREACHABLE') {
    expect([code, details['reason']]).toEqual(['FIRMWARE_UNTRUSTED', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  }
});

test('a robot that speaks no TLS is told apart from one that is not there', async () => {
  const port = await listening(createPlainServer((_request, response) => response.end('{}')));
  const { code, details } = await refusalOf(wayTo(`https://127.0.0.1:${port}`, CA).get());
  expect([code, details['reason']]).toEqual(['FIRMWARE_CONNECTION_LOST', 'EPROTO']);
});
