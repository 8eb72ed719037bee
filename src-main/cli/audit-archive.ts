import path from 'node:path';
import { openKeyFile } from '../audit/key-file.ts';
import { systemClock } from '../clock.ts';
import { fileRights } from '../key-protection.ts';
import { silentLog } from '../log.ts';
import { archivePolicy, type ArchivePlan } from '../store/archive/store-archive.ts';
import { AUDIT_KEY_FILE } from '../store/checkpoints/key-beside.ts';
import { diskFiles } from '../store/files.ts';
import { SNAPSHOT_POLICY } from '../store/snapshot/snapshots.ts';
import { openStore } from '../store/store.ts';
import { AT_THE_COMMAND_LINE, parseOptions } from './command.ts';
import { configuredFor } from './data-folder.ts';
import type { CommandIo } from './io.ts';
import { systemUser } from './system-user.ts';

/**
 * Moves audit records that are old enough into the archive, while no console runs; or says what it would move.
 *
 * @param segmentRows records in a segment, as the console that wrote the folder had it
 * @throws ConsoleError KEY_SEALED where the desktop shell has sealed the key that signs the stubs: archive there then;
 *   STORE_LOCKED; as {@link StoreArchive.move}
 */
export async function archiveCommand(
  argv: string[],
  io: CommandIo,
  segmentRows = SNAPSHOT_POLICY.segmentRows,
): Promise<number> {
  const values = parseOptions(argv, {
    yes: { type: 'boolean' },
    progress: { type: 'boolean' },
    data: { type: 'string' },
  });
  const { dataDir: dir, audit } = await configuredFor(values.data, 'existing', io.env);
  const key = openKeyFile({ files: diskFiles, file: path.join(dir, AUDIT_KEY_FILE), protection: fileRights });
  const signing = key ? { auditKey: () => key } : {};
  const witnessFolder = audit.witnessFolder || undefined;
  const archive = archivePolicy(audit);
  const policy = { segmentRows };
  const common = { dir, clock: systemClock, log: silentLog };
  const store = await openStore({ ...common, archive, witnessFolder, policy, ...signing });
  try {
    const plan = await store.archive.plan();
    if (!values.yes || plan.due === null) {
      io.out(inWords(plan));
      if (plan.due !== null) io.out('Nothing was changed: add --yes.');
      return 0;
    }
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      if (values.progress) io.err(`${done} of ${total} segments`);
    };
    const by = AT_THE_COMMAND_LINE;
    const moved = await store.archive.move({ by, systemUser: systemUser(), onProgress, signal: io.signal });
    for (const file of moved.files) io.out(path.join(plan.policy?.folder ?? '', file));
    io.out(`${moved.records} records of ${moved.segments} segments are in the archive`);
    return 0;
  } finally {
    await store.close();
  }
}

function inWords({ policy, due }: ArchivePlan): string {
  if (policy === null) return 'Audit records are kept here for ever: audit.keepDays is 0.';
  if (due === null) return `No segment is older than ${policy.keepDays} days.`;
  const { segments, firstId, lastId } = due;
  return `Older than ${policy.keepDays} days: ${segments} segments, records ${firstId} to ${lastId}. They would go to ${policy.folder}.`;
}
