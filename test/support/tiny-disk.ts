import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A real file system so small that a test can fill it. */
export interface TinyDisk extends Disposable {
  readonly folder: string;
  /** Takes every byte that is left; what is open already has no room to grow either. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
}

const BLOCK = Buffer.alloc(4096, 0x55);

/** Mounts one of `megabytes`; answers why not where this system or this user cannot. */
export function mountTinyDisk(megabytes: number): TinyDisk | string {
  if (process.platform !== 'linux') return 'only Linux mounts a file system of a given size in memory';
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tiny-disk-'));
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    return `no file system can be mounted here: ${error?.message ?? stderr.trim()}`;
  }
  const filler = path.join(folder, 'filler');
  return {
    folder,
    fill() {
      const file = openSync(filler, 'w');
      try {
        for (;;) writeSync(file, BLOCK);
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler),
    [Symbol.dispose]() {
      const unmounted = spawnSync('umount', [folder], { encoding: 'utf8' });
      if (unmounted.status !== 0) throw new Error(`the tiny disk stays mounted: ${unmounted.stderr}`);
      rmSync(folder, { recursive: true });
    },
  };
}
