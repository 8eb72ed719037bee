import { readFile } from 'node:fs/promises';
import { systemCode } from './files.ts';

/**
 * What tells one running process from every other that had or will have the same number, null when no such process
 * runs. On Linux the boot and the process's start time; elsewhere Node can only ask whether the number is in use.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? linuxIdentity(pid) : isRunning(pid) ? 'running' : null;
}

/** proc(5): after the command in parentheses, field 3 is the state and field 22 the start time since boot, in ticks. */
async function linuxIdentity(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTime] = [fields[0], fields[19]];
    // A zombie holds nothing: it has ended, and only waits for its parent to take note.
    return state === 'Z' || state === 'X' ? null : `${boot.trim()} ${startTime}`;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ESRCH') return null;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return systemCode(error) === 'EPERM';
  }
}
