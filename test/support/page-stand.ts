import path from 'node:path';
import { SESSION_POLICY } from '../../src-main/access/session-policy.ts';
import { startLoopback } from '../../src-main/bridge/loopback.ts';
import { systemClock } from '../../src-main/clock.ts';
import { createBridgeStand, type BridgeStand } from './bridge-stand.ts';
import { createRecordingLog } from './recording-log.ts';

const RENDERER_DIR = path.resolve(import.meta.dirname, '../../dist/renderer');

/** The built page over a bridge whose far side is in the test's hands: what a real console shows only in bad times. */
export interface PageStand extends BridgeStand, AsyncDisposable {
  /** A launch link that works once. */
  launchUrl(): string;
}

export async function startPageStand(policy = SESSION_POLICY): Promise<PageStand> {
  const stand = createBridgeStand({ policy });
  const { bridge } = stand;
  const log = createRecordingLog();
  const loopback = await startLoopback({ bridge, rendererDir: RENDERER_DIR, port: 0, clock: systemClock, log });
  return {
    ...stand,
    launchUrl: () => loopback.mintLaunchUrl(),
    async [Symbol.asyncDispose]() {
      bridge.close();
      await loopback.stop();
    },
  };
}
