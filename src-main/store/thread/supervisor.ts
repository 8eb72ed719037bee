import { sleep } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import { unavailable } from '../failure.ts';
import type { Following } from '../housekeeping/job.ts';
import type { LocalStatus, StoreHealth } from '../status.ts';
import { askTask, startStoreThread, type Question, type StoreThread, type StoreThreadOptions } from './store-thread.ts';

/** A question that has waited this long (ms) proves the thread stuck: no statement of ours takes a tenth of it. */
export const STUCK_MS = 15_000;
/** How often it is looked whether the thread is stuck, ms. */
const LOOK_MS = 1000;
/** Pause before a failed restart is tried again, ms. */
const AGAIN_MS = 5000;

/** The store's thread, kept running: one that ends or hangs is begun again from what is on the disk. */
export interface Supervisor {
  /** Asks the thread of the moment; between two threads it refuses at once. */
  ask(question: Question, following?: Following): Promise<unknown>;
  readonly thread: StoreThread;
  readonly health: StoreHealth;
  readonly restarts: number;
  close(): Promise<void>;
}

export interface SupervisorOptions extends Omit<StoreThreadOptions, 'onChanged'> {
  readonly onChange: () => void;
}

/** @throws ConsoleError when the store cannot be opened the first time */
export async function superviseStore({ onChange, ...options }: SupervisorOptions): Promise<Supervisor> {
  const { clock, log } = options;
  const closing = new AbortController();
  let health: StoreHealth = { state: 'accepting' };
  let restarts = 0;

  const become = (next: StoreHealth): void => {
    if (health.state === 'closed') return;
    health = next;
    onChange();
  };
  const start = (): Promise<StoreThread> =>
    startStoreThread({ ...options, onChanged: ({ refusing }: LocalStatus) => become(healthOf(refusing)) });

  let thread = await start();
  const watching = watch();

  /** Looks after one thread after the other until the store is closed. */
  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      const ended = await endOrStuck();
      if (closing.signal.aborted) return;
      log.error(ended ? 'the store’s thread ended; starting it again' : 'the store’s thread is stuck; ending it');
      become({ state: 'restarting' });
      thread.kill();
      await thread.ended;
      await restart();
    }
  }

  /** Resolves with true when the thread has ended, with false when it is stuck. */
  async function endOrStuck(): Promise<boolean> {
    const ended = thread.ended.then(() => true);
    for (;;) {
      const looked = sleep(clock, LOOK_MS, closing.signal).then(
        () => null,
        () => true,
      );
      const outcome = await Promise.race([ended, looked]);
      if (outcome !== null) return outcome;
      if (thread.waitedMs() > STUCK_MS) return false;
    }
  }

  async function restart(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        thread = await start();
        restarts += 1;
        become({ state: 'accepting' });
        return;
      } catch (error) {
        // anyone may see the reason, before signing in too: the rest is for the log
        const reason = error instanceof ConsoleError ? error.code : 'INTERNAL';
        log.error('the store could not be opened again', { error: String(error) });
        become({ state: 'failed', reason });
        await sleep(clock, AGAIN_MS, closing.signal).catch(() => {});
      }
    }
  }

  return {
    ask(question, following) {
      if (health.state === 'accepting' || health.state === 'refusing') return thread.ask(question, following);
      return Promise.reject(refusalWhile(health));
    },
    get thread() {
      return thread;
    },
    get health() {
      return health;
    },
    get restarts() {
      return restarts;
    },
    async close() {
      const open = health.state === 'accepting' || health.state === 'refusing';
      health = { state: 'closed' };
      closing.abort();
      // a thread that ends while it closes has lost nothing: everything told is in its journal
      if (open)
        await askTask(thread, 'close', null).catch((error: unknown) => log.warn('the store closed badly', { error }));
      thread.kill();
      await thread.ended;
      await watching;
    },
  };
}

function healthOf(refusing: LocalStatus['refusing']): StoreHealth {
  return refusing ? { state: 'refusing', ...refusing } : { state: 'accepting' };
}

function refusalWhile(health: StoreHealth): ConsoleError {
  const sentences = {
    closed: 'the store is closed',
    restarting: 'the store is being started again',
    failed: 'the store could not be started again',
  };
  return unavailable(sentences[health.state as keyof typeof sentences], null);
}
