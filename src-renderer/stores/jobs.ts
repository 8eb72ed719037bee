import { create, type StoreApi, type UseBoundStore } from 'zustand';
import {
  toConsoleError,
  type Archived,
  type BackupListing,
  type CallFailure,
  type ConsoleClient,
  type ExportDone,
  type JobEvent,
  type VerifyReport,
  type Progress,
} from '../../src-main/bridge/contract.ts';
import { followJob } from '../bridge/follow-job.ts';
import { consoleNow } from './connection.ts';
import { provedFirst } from './reauthentication.ts';
import { useSession } from './session.ts';

/** How one piece of long work stands, as this page asked for it. */
export interface JobState<R> {
  readonly phase: 'idle' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Null until the console has told of any. */
  readonly progress: Progress | null;
  readonly result: R | null;
  readonly failure: CallFailure | null;
}

type Begin<R> = (client: ConsoleClient, signal: AbortSignal) => Promise<AsyncIterable<JobEvent<R>>>;

/** Long work that goes on while a person looks at other screens; it ends with their session, or their page. */
export interface Job<R> {
  readonly use: UseBoundStore<StoreApi<JobState<R>>>;
  /**
   * Begins it, after the password or the signature where the console wants that first; does nothing while it runs. Resolves when it is
   * over, however that came; never rejects.
   */
  start(begin: Begin<R>): Promise<void>;
  /** Does nothing when none runs. */
  cancel(): void;
  /** Cancels it, and forgets what came of it. */
  forget(): void;
}

const IDLE = { phase: 'idle', progress: null, result: null, failure: null } as const;

export function createJob<R>(): Job<R> {
  const use = create<JobState<R>>()(() => IDLE);
  let leaving: AbortController | null = null;

  async function start(begin: Begin<R>): Promise<void> {
    if (leaving !== null) return;
    const own = new AbortController();
    leaving = own;
    // what a job tells after it was left is about nothing that is still shown
    const become = (state: Partial<JobState<R>>) => own.signal.aborted || use.setState(state);
    become({ ...IDLE, phase: 'running' });
    try {
      const events = await provedFirst(() => begin(consoleNow(), own.signal));
      const result = await followJob(events, (progress) => become({ progress }));
      become({ phase: 'done', result });
    } catch (error) {
      become({ phase: 'failed', failure: toConsoleError(error) });
    } finally {
      if (leaving === own) leaving = null;
    }
  }

  function leave(state: Partial<JobState<R>>): void {
    leaving?.abort();
    leaving = null;
    use.setState(state);
  }

  return {
    use,
    start,
    cancel() {
      if (leaving !== null) leave({ phase: 'cancelled' });
    },
    forget: () => leave(IDLE),
  };
}

/** The check of the records that this page asked for. */
export const checkJob = createJob<VerifyReport>();
/** The verification of the audit log that this page asked for. */
export const auditVerifyJob = createJob<VerifyReport>();
/** The export of the audit log that this page asked for. */
export const auditExportJob = createJob<ExportDone>();
/** The move into the archive that this page asked for. */
export const archiveJob = createJob<Archived>();
/** The backup that this page asked for. */
export const backupJob = createJob<BackupListing>();

// what one person asked for is nothing to the next
useSession.subscribe(({ session }, was) => {
  if (session?.id === was.session?.id) return;
  checkJob.forget();
  backupJob.forget();
  auditVerifyJob.forget();
  auditExportJob.forget();
  archiveJob.forget();
});
