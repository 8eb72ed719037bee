import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { toConsoleError, type AuditRecord } from '../../../src-main/bridge/contract.ts';
import { portChannel } from '../../../src-main/bridge/message-port.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { loadConfig } from '../../../src-main/config.ts';
import { startConsole } from '../../../src-main/console.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { connectPort } from '../../support/bridge-client.ts';
import { surroundingsOf } from '../../support/console-surroundings.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';

const ANNA = { username: 'anna', password: 'seven geese cross the yard' };
const REASON = 'the night shift trains';
const soon = { timeout: 10_000 };

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => toConsoleError(error).code,
  );

const mockAt = (port: number) => startMockFleet({ port, robots: 1, seed: 1, kind: 'oht50', clock: systemClock });

/** A whole console with a robot whose link can be lost, and one that is never heard and simulated for that. */
async function stand(url: string) {
  const dir = await temporaryFolder();
  const robots = [
    { id: 'hoist', name: 'Hoist', driver: 'oht50', url },
    // nobody listens on the discard port
    { id: 'ghost', name: 'Ghost', url: 'http://127.0.0.2:9', fallback: 'simulated' },
  ];
  const { config, entries } = loadConfig({
    argv: ['--data', dir, '--config', 'robots.json'],
    environment: {},
    readFile: () => JSON.stringify({ robots, firmware: { pollIntervalMs: 100, attemptDeadlineMs: 300 } }),
  });
  const running = await startConsole(config, entries, surroundingsOf(createRecordingLog()));
  const { port1, port2 } = new MessageChannel();
  running.bridge.attach(portChannel(port1), { id: 'seat' });
  const { client } = connectPort(port2);
  await client.console.createFirstAdministrator(ANNA);
  return { dir, running, client, robotOf: (robot: string) => client.robots.one({ robot }) };
}

test('a lost robot is simulated from the question to the return, whatever the robot itself does meanwhile', async () => {
  let mock = await mockAt(0);
  const url = mock.robots[0]?.url ?? '';
  const { dir, running, client, robotOf } = await stand(url);
  const robot = 'hoist';
  const linkState = async () => (await robotOf(robot)).link.state;
  await expect.poll(linkState, soon).toBe('live');
  expect(await codeOf(client.robots.simulate({ robot, reason: REASON }))).toBe('FALLBACK_NOT_LOST');
  expect(await codeOf(client.robots.returnToLive({ robot }))).toBe('FALLBACK_INACTIVE');

  await mock.stop();
  await expect.poll(linkState, soon).toBe('offline');
  expect(await robotOf(robot)).toMatchObject({ standIn: null, reading: { source: 'last-known' } });
  expect(await codeOf(client.robots.simulate({ robot, reason: '  ' }))).toBe('INPUT_INVALID');
  expect(await client.robots.simulate({ robot, reason: REASON })).toMatchObject({ by: 'anna', reason: REASON });
  expect(await codeOf(client.robots.simulate({ robot, reason: REASON }))).toBe('FALLBACK_ACTIVE');
  await client.robots.requestControl({ robot });
  expect(await codeOf(client.robots.command({ robot, command: 'stop' }))).toBe('COMMAND_SIMULATED');

  // the robot answers again, and nothing of it is shown but that
  mock = await mockAt(Number(new URL(url).port));
  await expect.poll(linkState, soon).toBe('live');
  const shown = await robotOf(robot);
  expect(shown).toMatchObject({ standIn: { by: 'anna' }, reading: { source: 'simulated', firmwareVersion: null } });
  expect(await codeOf(client.robots.command({ robot, command: 'stop' }))).toBe('COMMAND_SIMULATED');

  // the software stop goes to the robot itself, which decides what came of it; the simulation knows nothing of it
  expect((await client.robots.stop({ robot })).stops).toMatchObject([
    { answer: { kind: 'accepted' }, confirmed: { kind: 'wanted', state: 'estop' }, outcome: 'observed' },
  ]);
  expect((await robotOf(robot)).reading?.values.state).not.toBe('estop');

  expect((await client.robots.returnToLive({ robot })).forMs).toBeGreaterThan(0);
  await expect
    .poll(() => robotOf(robot), soon)
    .toMatchObject({ standIn: null, link: { state: 'live' }, reading: { values: { state: 'estop' } } });
  expect((await robotOf(robot)).standInTime.simulatedMs).toBeGreaterThan(0);

  // the one that is set up so was simulated by the console itself
  await expect.poll(async () => (await robotOf('ghost')).standIn, soon).toMatchObject({ by: null, reason: null });
  expect(await codeOf(client.robots.simulate({ robot: 'ghost', reason: REASON }))).toBe('FALLBACK_ACTIVE');
  await running.stop();
  await mock.stop();

  const store = await openTestStore(dir);
  const records = await store.read('audit.page', { limit: 100 });
  const about = (id: string, ...actions: string[]): AuditRecord[] =>
    records.filter((record) => record.robot === id && actions.includes(record.action)).toReversed();
  const anna = { username: 'anna', role: 'administrator' };
  expect(about(robot, 'fallback.enter', 'fallback.leave')).toMatchObject([
    { action: 'fallback.enter', actor: anna, reason: REASON, source: 'simulated', details: { linkState: 'offline' } },
    {
      action: 'fallback.leave',
      actor: anna,
      details: {
        why: 'returned to live',
        linkState: 'live',
        simulatedMs: expect.any(Number),
        startedBy: 'anna',
        startedFor: REASON,
      },
    },
  ]);
  expect(about('ghost', 'fallback.enter', 'fallback.leave')).toMatchObject([
    { actor: { username: null, origin: 'console' }, reason: null, details: { as: 'configured' } },
    { actor: { origin: 'console' }, details: { why: 'the console ended', simulatedMs: expect.any(Number) } },
  ]);
  expect(about(robot, 'control.granted')).toMatchObject([{ source: 'simulated', details: { standIn: true } }]);
  // what the robot itself has answered is no simulation's for that (it is mock firmware that says so of itself)
  expect(about(robot, 'stop.requested')).toMatchObject([{ source: null, details: { standIn: true } }]);
  expect(about(robot, 'command.requested')).toEqual([]);
  for (const id of [robot, 'ghost']) {
    expect(about(id, 'alarm.raise')).toMatchObject([{ details: { kind: 'simulated-fallback' } }]);
  }
  await store.close();
});
