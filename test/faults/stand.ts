import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createDemoUsers, type DemoUser } from '../../src-main/access/demo.ts';
import { auditKeyIn } from '../../src-main/audit/log-key.ts';
import { startLoopback } from '../../src-main/bridge/loopback.ts';
import { systemClock } from '../../src-main/clock.ts';
import { loadConfig } from '../../src-main/config.ts';
import { startConsole } from '../../src-main/console.ts';
import type { Log } from '../../src-main/log.ts';
import { openStore } from '../../src-main/store/store.ts';
import type { AuditRecord } from '../../src-main/store/repositories/audit.ts';
import { connectSocket, takeSeat, type BridgeClient } from '../support/bridge-client.ts';
import { surroundingsOf } from '../support/console-surroundings.ts';
import { DEADLINE_MS, POLL_MS, type TrueRobot } from './robots.ts';

/** A whole console in this process, reached over its WebSocket. */
export interface FaultStand {
  /** One per role, named like it, and a second operator. */
  readonly users: readonly DemoUser[];
  /** A browser: each call opens another tab of it. */
  newSeat(): Promise<() => Promise<BridgeClient>>;
  /** Quits. */
  stop(): Promise<void>;
}

const SECOND_PASSWORD = 'a password for tests only';

/** What a robot is set up with at first; what is not said here is as a plant has it. */
export function draftOf({ cast, server }: TrueRobot, pollIntervalMs = POLL_MS.least) {
  const { id, driver } = cast;
  const fallback = 'last-known' as const;
  const times = { pollIntervalMs, attemptDeadlineMs: DEADLINE_MS };
  // a link that is lost again and again would have to hold before it counts: here every return is held to one poll
  const flap = { halfLifeMs: 0 };
  return { id, name: `Robot ${id}`, group: '', driver, url: server.url, ...times, fallback, flap };
}

/** Adds the robots as an administrator does. */
export async function openFaultStand(dir: string, robots: readonly TrueRobot[], errors: string[]): Promise<FaultStand> {
  const error: Log['error'] = (message, facts) => void errors.push(`${message} ${JSON.stringify(facts)}`);
  const log: Log = { info() {}, warn() {}, error };
  const { config, entries } = loadConfig({ argv: ['--data', dir], environment: {} });
  // none is simulated by the console itself
  const none = { robots: [], firmware: 'reference', seed: 0, ended: new Promise(() => {}) } as const;
  const startMockFirmware = async () => ({ ...none, tell: async () => {}, stop: async () => {} });
  const surroundings = { ...surroundingsOf(log), startMockFirmware };
  const console = await startConsole(config, entries, surroundings);
  const { bridge } = console;
  const users = await createDemoUsers(console.accounts);
  const another = { username: 'operator-2', role: 'operator' as const, password: SECOND_PASSWORD };
  await console.accounts.create(another, NOBODY);
  const rendererDir = mkdtempSync(path.join(os.tmpdir(), 'renderer-'));
  writeFileSync(path.join(rendererDir, 'index.html'), '<!doctype html>');
  const loopback = await startLoopback({ bridge, rendererDir, port: 0, clock: systemClock, log });
  const newSeat = async () => {
    const cookie = await takeSeat(loopback);
    return () => connectSocket(loopback, cookie);
  };

  const [administrator] = users.filter(({ role }) => role === 'administrator');
  const tab = await (await newSeat())();
  const { username = '', password = '' } = administrator ?? {};
  await tab.client.session.signIn({ username, password });
  for (const robot of robots) await tab.client.fleet.create({ draft: draftOf(robot) });
  await tab.client.session.signOut();
  tab.close();

  return {
    users: [...users, another],
    newSeat,
    async stop() {
      await loopback.stop();
      await console.stop();
      rmSync(rendererDir, { recursive: true });
    },
  };
}

/** What is kept in a data folder when its console has been stopped: every record, oldest first, and what a full check says. */
export async function keptIn(dir: string, log: Log): Promise<{ audit: AuditRecord[]; damage: string[] }> {
  const key = auditKeyIn(dir);
  const store = await openStore({ dir, clock: systemClock, log, auditKey: () => key });
  try {
    const { findings } = await store.verify({ kind: 'full', by: NOBODY });
    const audit: AuditRecord[] = [];
    for (;;) {
      const before = audit.at(-1)?.id;
      const page = await store.read('audit.page', { limit: 1000, ...(before === undefined ? {} : { before }) });
      audit.push(...page);
      if (page.length < 1000) break;
    }
    return { audit: audit.toReversed(), damage: findings.map((one) => JSON.stringify(one)) };
  } finally {
    await store.close();
  }
}

const NOBODY = { userId: null, username: null, role: null, sessionId: null, origin: 'console' } as const;
