import { seededRandom } from '../../../../src-main/random.ts';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../../support/simulated-disk.ts';
import { systemError } from '../../../support/system-error.ts';

/** What a test does to the journal's operations. */
export interface Levers {
  readonly disk: SimulatedDisk;
  readonly files: SeekableFiles;
  /** Operations on journals that fail as long as they are named here. */
  readonly failing: Set<'write' | 'sync' | 'truncate'>;
  /** With what they fail; EIO unless told. */
  code: string;
  /** Syncs of journals that were begun. */
  syncs: number;
  /** Called with each sync of a journal, before it happens. */
  onSync: () => void;
}

/** A simulated disk whose journals can be made to fail, operation by operation. */
export function leveredDisk(): Levers {
  const disk = createSimulatedDisk({ random: seededRandom(1) });
  const files = withLevers(disk.files, () => levers);
  const levers: Levers = { disk, files, failing: new Set(), code: 'EIO', syncs: 0, onSync() {} };
  return levers;
}

function withLevers(inner: SeekableFiles, levers: () => Levers): SeekableFiles {
  const attempt = <T>(name: 'write' | 'sync' | 'truncate', operation: () => T): T => {
    if (levers().failing.has(name)) throw systemError(levers().code, name);
    return operation();
  };
  return {
    ...inner,
    open(file, mode) {
      const opened = inner.open(file, mode);
      if (!file.endsWith('.log')) return opened;
      return {
        write: (bytes, position) => attempt('write', () => opened.write(bytes, position)),
        truncate: (length) => attempt('truncate', () => opened.truncate(length)),
        sync() {
          levers().syncs += 1;
          levers().onSync();
          attempt('sync', () => opened.sync());
        },
        close: () => opened.close(),
      };
    },
  };
}
