import { expect, test } from 'vitest';
import { loadConfig } from '../../src-main/config.ts';
import { startConsole } from '../../src-main/console.ts';
import { createRecordingLog, type RecordingLog } from '../support/recording-log.ts';
import { openTestStore, temporaryFolder } from '../support/store.ts';
import { surroundingsOf } from '../support/console-surroundings.ts';

async function started(dir: string, log: RecordingLog) {
  // nobody listens on the discard port
  const { config, entries } = loadConfig({ argv: ['--data', dir, '--robot', 'http://127.0.0.1:9'], environment: {} });
  return startConsole(config, entries, surroundingsOf(log));
}

test('every start verifies the store quickly, beside everything else, and the result stays known', async () => {
  const dir = await temporaryFolder();
  const log = createRecordingLog();
  const console = await started(dir, log);
  await expect.poll(() => log.lines.map(({ message }) => message), { timeout: 20_000 }).toContain('store verified');
  await console.stop();
  const store = await openTestStore(dir);
  expect((await store.status()).lastVerify).toMatchObject({ kind: 'quick', findings: [] });
  expect(await store.read('audit.page', { limit: 9, action: 'integrity.verify' })).toMatchObject([
    { actor: { origin: 'console', userId: null }, outcome: 'succeeded' },
  ]);
});

test('a console that is stopped at once does not wait for it', async () => {
  const log = createRecordingLog();
  const console = await started(await temporaryFolder(), log);
  await console.stop();
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
