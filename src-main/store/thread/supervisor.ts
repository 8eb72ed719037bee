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
/** A thread that ends this soon (ms) after it has started is no better than one that does not start. */
const SHORT_LIFE_MS = 10_000;
/** So many short lives in a row are answered at once; after that, there is a pause before each. */
const SHORT_LIVES = 3;

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
  let shortLives = 0;

  const become = (next: StoreHealth): void => {
    if (health.state === 'closed') return;
    health = next;
    onChange();
  };
  // what a thread says that is being ended is of no interest any more
  const onChanged = ({ refusing }: LocalStatus): void => void (isOpen(health) && become(healthOf(refusing)));

  let thread = await startStoreThread({ ...options, onChanged });
  let startedAt = clock.monotonic();
  const watching = watch();

  /** Looks after one thread after the other until the store is closed. */
  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      const ended = await comesBeforeStuck(thread.ended, closing.signal);
      if (closing.signal.aborted) return;
      log.error(ended ? 'the store’s thread ended; starting it again' : 'the store’s thread is stuck; ending it');
      become({ state: 'restarting' });
      thread.kill();
      await thread.ended;
      shortLives = clock.monotonic() - startedAt < SHORT_LIFE_MS ? shortLives + 1 : 0;
      if (shortLives > SHORT_LIVES) await pause();
      await restart();
    }
  }

  /** Resolves with true when `awaited` comes, or at the signal; with false when the thread is stuck before. */
  async function comesBeforeStuck(awaited: Promise<unknown>, signal?: AbortSignal): Promise<boolean> {
    const looking = new AbortController();
    const until = AbortSignal.any(signal ? [looking.signal, signal] : [looking.signal]);
    const came = awaited.then(() => true);
    try {
      for (let overdue = false; ;) {
        const looked = sleep(clock, LOOK_MS, until).then(
          () => null,
          () => true,
        );
        const outcome = await Promise.race([came, looked]);
        if (outcome !== null) return outcome;
        // twice: after a pause of this whole process, an answer may lie here unheard
        const wasOverdue = overdue;
        overdue = thread.waitedMs() > STUCK_MS;
        if (overdue && wasOverdue) return false;
      }
    } finally {
      looking.abort();
    }
  }

  const pause = (): Promise<void> => sleep(clock, AGAIN_MS, closing.signal).catch(() => {});

  async function restart(): Promise<void> {
    // leave to lose something was given for what was found then
    const opening = { ...options.opening, acceptLoss: false };
    const again = { ...options, opening, onChanged, signal: closing.signal };
    while (!closing.signal.aborted) {
      try {
        thread = await startStoreThread(again);
        startedAt = clock.monotonic();
        restarts += 1;
        become({ state: 'accepting' });
        return;
      } catch (error) {
        if (closing.signal.aborted) return;
        // anyone may see the reason, before signing in too: the rest is for the log
        const reason = error instanceof ConsoleError ? error.code : 'INTERNAL';
        log.error('the store could not be opened again', { error: String(error) });
        become({ state: 'failed', reason });
        await pause();
      }
    }
  }

  /** A thread that ends while it closes, or has to be ended, has lost nothing: everything told is in its journal. */
  async function closeThread(): Promise<void> {
    const closed = askTask(thread, 'close', null).catch((error: unknown) =>
      log.warn('the store closed badly', { error }),
    );
    if (!(await comesBeforeStuck(closed))) log.error('the store’s thread is stuck while closing; ending it');
  }

  return {
    ask(question, following) {
      return isOpen(health) ? thread.ask(question, following) : Promise.reject(refusalWhile(health));
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
      const open = isOpen(health);
      health = { state: 'closed' };
      closing.abort();
      // from here on no other thread begins
      await watching;
      if (open) await closeThread();
      thread.kill();
      await thread.ended;
    },
  };
}

const isOpen = ({ state }: StoreHealth): boolean => state === 'accepting' || state === 'refusing';

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
