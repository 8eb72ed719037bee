import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Call } from '../../../../src-main/store/engine.ts';
import type { StoreHealth } from '../../../../src-main/store/status.ts';
import type { ThreadOptions } from '../../../../src-main/store/thread/protocol.ts';
import { superviseStore, type Supervisor } from '../../../../src-main/store/thread/supervisor.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { temporaryFolder } from '../../../support/store.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { END_ME } from './end-me.ts';

const ENTRY = new URL('./faulty-worker.ts', import.meta.url);
/** Far more than a thread needs to start on a busy machine, ms. */
const PATIENCE = { timeout: 20_000, interval: 10 };

/** A supervised store whose thread obeys orders (see faulty-worker), in virtual time. */
export async function supervised(opening: Partial<ThreadOptions> = {}) {
  const { folder = await temporaryFolder() } = opening;
  const clock = createVirtualClock();
  const log = createRecordingLog();
  const states: StoreHealth['state'][] = [];
  const supervisor: Supervisor = await superviseStore({
    opening: { folder, ...opening },
    entry: ENTRY,
    clock,
    log,
    onChange: () => states.push(supervisor.health.state),
  });
  const ending = setInterval(() => {
    if (!existsSync(path.join(folder, END_ME))) return;
    rmSync(path.join(folder, END_ME));
    supervisor.thread.kill();
  }, 5);
  onTestFinished(async () => {
    clearInterval(ending);
    for (const order of ['hang-at-the-start', 'hang-at-the-end', 'short-life'])
      rmSync(path.join(folder, order), { force: true });
    await supervisor.close();
  });
  return {
    folder,
    clock,
    log,
    states,
    supervisor,
    order: (name: string) => writeFileSync(path.join(folder, name), ''),
    takeBack: (name: string) => rmSync(path.join(folder, name)),
    /** Waits until the store is in this state; time stands still meanwhile. */
    becomes: (state: StoreHealth['state']) =>
      vi.waitFor(() => {
        if (supervisor.health.state !== state) throw new Error(`it is ${supervisor.health.state}`);
      }, PATIENCE),
    /** Waits until it has been started again so many times. */
    restarted: (times: number) =>
      vi.waitFor(() => {
        if (supervisor.restarts !== times) throw new Error(`${supervisor.restarts} times`);
      }, PATIENCE),
    /** How a question is answered: by a value, or by a refusal's code. */
    told: (call: Call) =>
      supervisor.ask(call).then(
        (value) => value,
        (error: { code?: unknown }) => error.code ?? error,
      ),
  };
}
