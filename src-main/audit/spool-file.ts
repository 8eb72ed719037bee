import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../log.ts';
import type { AuditEvent } from './record.ts';

/** A record that the log has not taken yet. */
export interface SpooledEvent {
  /** Names it for ever: what stands in the log under this name is not taken in again. */
  readonly key: string;
  /** Wall clock, ms: when it happened. */
  readonly at: number;
  readonly event: AuditEvent;
}

/** Where records wait while the store cannot take them. */
export interface SpoolFile {
  /** What waits there, oldest first. */
  load(): Promise<readonly SpooledEvent[]>;
  /** Resolves when it is on the disk. */
  append(spooled: SpooledEvent): Promise<void>;
  /** Everything that waited there is in the log. */
  clear(): Promise<void>;
}

export const SPOOL_NAME = 'audit-records.spool';

/**
 * Room (bytes) that is taken in advance, as empty lines: a disk that is full takes what is written over them, and some
 * hundred records fit.
 */
const RESERVED_BYTES = 128 * 1024;

/** A file of JSON lines in the data folder, apart from the store, with its own sync after each line. */
export function spoolFileIn(folder: string, log: Log): SpoolFile {
  const file = path.join(folder, SPOOL_NAME);
  let end = 0;

  return {
    async load() {
      const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return '';
        throw cause;
      });
      end = Buffer.byteLength(text.trimEnd()) + 1;
      if (text.length < RESERVED_BYTES) await reserve(Buffer.byteLength(text));
      if (text.trim() === '') end = 0;
      return text.split('\n').flatMap((line) => (line === '' ? [] : (entryOf(line) ?? [])));
    },
    async append(spooled) {
      const line = Buffer.from(`${JSON.stringify(spooled)}\n`);
      await written(line, end);
      end += line.length;
    },
    async clear() {
      await written(Buffer.alloc(end, '\n'), 0);
      end = 0;
    },
  };

  async function reserve(from: number): Promise<void> {
    try {
      await written(Buffer.alloc(RESERVED_BYTES - from, '\n'), from);
      await using parent = await open(folder, 'r');
      await parent.sync();
    } catch (error) {
      // without the reserve it may still be written later
      log.warn('no room is reserved for audit records', { error });
    }
  }

  async function written(bytes: Uint8Array, position: number): Promise<void> {
    await using handle = await open(file, 'r+').catch(() => open(file, 'w+'));
    await handle.write(bytes, 0, bytes.length, position);
    await handle.datasync();
  }

  function entryOf(line: string): SpooledEvent | null {
    try {
      return JSON.parse(line) as SpooledEvent;
    } catch {
      // torn by the end of the machine in the middle of a write: nobody was told that it is kept
      log.error('a spooled record was not whole', { line: line.slice(0, 200) });
      return null;
    }
  }
}
