import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { openTestStore, temporaryFolder, usernames } from '../../support/store.ts';

/** Runs the writer, kills it `afterMs` after it is ready; what it had acknowledged. */
async function acknowledgedUntilKilled(dir: string, round: number, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'crash-writer.ts'), dir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (line === 'ready') void setTimeout(afterMs).then(() => child.kill('SIGKILL'));
    else acknowledged.push(line);
  }
  return acknowledged;
}

test('whoever was told "done" before kill -9 finds it afterwards, whenever the kill comes', async () => {
  const dir = await temporaryFolder();
  const random = seededRandom(20_260_101);
  const acknowledged: string[] = [];
  // six kills at least, and on a slow machine as many more as it takes to have something to lose
  for (let round = 0; round < 6 || (acknowledged.length <= 20 && round < 40); round++) {
    acknowledged.push(...(await acknowledgedUntilKilled(dir, round, random() * 150)));
    const store = await openTestStore(dir);
    const found = new Set(await usernames(store));
    expect(acknowledged.filter((name) => !found.has(name))).toEqual([]);
    expect(await store.read('audit.page', { limit: 100_000 })).toHaveLength(found.size);
    await store.close();
  }
  expect(acknowledged.length).toBeGreaterThan(20);
});
