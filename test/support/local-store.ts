import { systemClock } from '../../src-main/clock.ts';
import { silentLog } from '../../src-main/log.ts';
import type { Call } from '../../src-main/store/engine.ts';
import { diskFiles } from '../../src-main/store/files.ts';
import { inlineHousekeeper } from '../../src-main/store/housekeeping/housekeeper.ts';
import { openLocalStore, type LocalStoreOptions, type LocalStore } from '../../src-main/store/local-store.ts';
import { jsonOf } from '../../src-main/store/raw-json.ts';
import { askWhole } from '../../src-main/store/reads.ts';
import type { StoreReads, StoreWrites } from '../../src-main/store/store.ts';

/** The store without its thread, asked like the real one: for tests that bring files of their own. */
export interface InThreadStore
  extends
    StoreReads,
    StoreWrites,
    Pick<LocalStore, 'status' | 'report' | 'snapshot' | 'signAudit' | 'verify' | 'archive' | 'close'> {
  /** Several calls as if they had arrived at once: their changes share one sync. */
  together(calls: readonly Call[]): ReturnType<LocalStore['run']>;
}

export async function openInThread(folder: string, options: Partial<LocalStoreOptions> = {}): Promise<InThreadStore> {
  const files = options.files ?? diskFiles;
  const housekeeper = inlineHousekeeper(files);
  const store = await openLocalStore({ folder, files, clock: systemClock, log: silentLog, housekeeper, ...options });
  const { now } = options.clock ?? systemClock;
  const one = async (call: Call): Promise<unknown> => {
    const [outcome] = await store.run([call]);
    if (!outcome || 'error' in outcome) throw outcome?.error ?? new Error('no outcome');
    return JSON.parse(jsonOf(outcome.value));
  };
  return {
    read: (name, args) => askWhole(name, args, (part) => one({ kind: 'read', name, args: part })),
    write: async (name, args, event) => (await one({ kind: 'write', name, args, event, at: now() })) as never,
    together: (calls) => store.run(calls),
    status: store.status,
    report: store.report,
    snapshot: store.snapshot,
    signAudit: store.signAudit,
    verify: store.verify,
    archive: store.archive,
    close: store.close,
  };
}
