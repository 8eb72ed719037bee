import { expect, it } from 'vitest';
import { loadConfig } from '../../src-main/config.ts';
import { startConsole } from '../../src-main/console.ts';
import { startBrittleFirmware } from '../support/brittle-firmware.ts';
import { surroundingsOf } from '../support/console-surroundings.ts';
import { createRecordingLog } from '../support/recording-log.ts';
import { openTestStore, temporaryFolder } from '../support/store.ts';

it('a console that ends is closed at once, and leaves no robot before it has answered', async () => {
  await using robot = await startBrittleFirmware();
  const dir = await temporaryFolder();
  const log = createRecordingLog();
  const { config, entries } = loadConfig({
    argv: ['--data', dir, '--config', 'robots.json'],
    environment: {},
    readFile: () => JSON.stringify({ robots: [{ id: 'one', name: 'One', driver: 'oht50', url: robot.url }] }),
  });
  const console = await startConsole(config, entries, surroundingsOf(log));
  // every answer takes as long as the write of a register may
  robot.takes(() => 3000);
  const before = robot.requests.length;
  await expect.poll(() => robot.requests.length, { timeout: 5000 }).toBeGreaterThan(before);

  const begun = performance.now();
  const closed = Promise.withResolvers<number>();
  const stopped = console.stop(() => closed.resolve(performance.now() - begun));
  expect(await closed.promise).toBeLessThan(1800);
  expect(robot.openConnections()).toBe(1);
  // another console may have the folder already
  const store = await openTestStore(dir);
  await store.status();

  await stopped;
  await expect.poll(() => robot.openConnections()).toBe(0);
  expect(robot.deaths).toEqual([]);
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
