import { sleep, type Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { AuditEvent } from './record.ts';
import type { SpooledEvent, SpoolFile } from './spool-file.ts';

/** So long (ms) the store may take before a record goes to the spool as well. */
const PATIENCE_MS = 1000;
/** How often (ms) the store is tried again while something waits, beside every news of it. */
const AGAIN_MS = 5000;

/** Records that must not be lost and that nobody may be made to wait for. */
export interface SpooledRecorder {
  /** Records in the order of the calls. Never throws. */
  record(event: AuditEvent): void;
  /** Resolves when everything is in the log or on the disk; what waits is tried once more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface SpooledRecorderDeps {
  readonly store: Pick<Store, 'read' | 'write' | 'onChange'>;
  readonly spool: SpoolFile;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
}

interface Waiting extends SpooledEvent {
  /** The store may have it already: it is looked for before it is written again. */
  doubtful: boolean;
  /** Not on the disk either. */
  unkept: boolean;
  /** A write that has not ended. */
  writing: Promise<unknown> | null;
}

/**
 * The audit log for what cannot be refused any more (a software stop, a lock by time, a refused call): the store takes a record as it takes all others; when it cannot, or takes too long,
 * the record goes into the spool and into the log as soon as the store works again: nothing lost, nothing doubled.
 */
export async function openSpooledRecorder(deps: SpooledRecorderDeps): Promise<SpooledRecorder> {
  const { store, spool, clock, log, newId } = deps;
  const waiting: Waiting[] = (await loaded()).map((spooled) => ({
    ...spooled,
    doubtful: true,
    unkept: false,
    writing: null,
  }));
  let work: Promise<void> = Promise.resolve();
  let cancelAgain = () => {};
  let queued = false;
  const stopListening = store.onChange(() => tryAgain());
  if (waiting.length > 0) tryAgain();

  return {
    record(event) {
      const entry: SpooledEvent = { key: newId(), at: clock.now(), event };
      inTurn(() => keep({ ...entry, doubtful: false, unkept: true, writing: null }));
    },
    async settled() {
      tryAgain();
      await work;
    },
    async close() {
      stopListening();
      await work;
      cancelAgain();
    },
  };

  async function loaded(): Promise<readonly SpooledEvent[]> {
    try {
      return await spool.load();
    } catch (error) {
      log.error('the spool of audit records cannot be read', { error });
      return [];
    }
  }

  function inTurn(next: () => Promise<void>): void {
    const before = work;
    work = (async () => {
      await before;
      try {
        await next();
      } catch (error) {
        log.error('an audit record is not kept', { error });
      }
    })();
  }

  async function keep(entry: Waiting): Promise<void> {
    // later ones wait behind earlier ones, so that the log tells them in their order
    if (waiting.length === 0 && (await taken(entry))) return;
    waiting.push(entry);
    await putBy(entry);
    cancelAgain();
    cancelAgain = clock.after(AGAIN_MS, tryAgain);
  }

  async function putBy(entry: Waiting): Promise<void> {
    const { key, at, event } = entry;
    try {
      await spool.append({ key, at, event });
      entry.unkept = false;
    } catch (error) {
      log.error('an audit record is on no disk yet', { key, event, error });
    }
  }

  /** Whether the store has it now. */
  async function taken(entry: Waiting): Promise<boolean> {
    const { key, at, event } = entry;
    const details = { ...event.details, record: key, ...(waiting.length > 0 && { happenedAt: at }) };
    const write = store.write('audit.append', {}, { ...event, details });
    const patience = new AbortController();
    const ended = write.then(
      () => true,
      (error: unknown) => {
        // whether a write that was interrupted was kept nobody knows
        entry.doubtful ||= !(error instanceof ConsoleError && error.code === 'STORE_UNAVAILABLE');
        return false;
      },
    );
    const late = sleep(clock, PATIENCE_MS, patience.signal).then(
      () => null,
      () => null,
    );
    const kept = await Promise.race([ended, late]);
    patience.abort();
    if (kept !== null) return kept;
    entry.doubtful = true;
    entry.writing = ended;
    return false;
  }

  function tryAgain(): void {
    if (queued) return;
    queued = true;
    inTurn(async () => {
      queued = false;
      cancelAgain();
      try {
        await takeIn();
      } finally {
        if (waiting.length > 0) cancelAgain = clock.after(AGAIN_MS, tryAgain);
      }
    });
  }

  async function takeIn(): Promise<void> {
    for (let entry = waiting[0]; entry; entry = waiting[0]) {
      if (entry.unkept) await putBy(entry);
      await entry.writing;
      entry.writing = null;
      if (!(await there(entry)) && !(await taken(entry))) return;
      waiting.shift();
      if (waiting.length === 0) {
        await spool.clear();
        log.info('every spooled record is in the audit log');
      }
    }
  }

  async function there({ doubtful, key, event }: Waiting): Promise<boolean> {
    if (!doubtful) return false;
    const robot = event.robot ?? undefined;
    const found = await store.read('audit.page', { action: event.action, robot, text: key, limit: 1 });
    return found.length > 0;
  }
}
