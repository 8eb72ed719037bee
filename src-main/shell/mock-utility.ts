import { once } from 'node:events';
import type { UtilityProcess } from 'electron';
import type { MockChild } from '../cli/mock-process.ts';

/**
 * Runs a program of ours as a process of its own inside Electron, which cannot be told to be Node (its runAsNode fuse
 * is off). Such a process ends with Electron's main process, however that ends, and has a port in the place of a
 * standard input.
 */
export function utilityChild(
  fork: (program: string, argv: string[], options: { stdio: 'pipe'; serviceName: string }) => UtilityProcess,
  program: string,
): (argv: readonly string[]) => MockChild {
  return (argv) => {
    const child = fork(program, [...argv], { stdio: 'pipe', serviceName: 'Mock firmware' });
    if (child.stdout === null) throw new TypeError('a utility process with piped output has an output');
    child.stderr?.pipe(process.stderr);
    return {
      output: child.stdout,
      ended: once(child, 'exit').then(([code]: unknown[]) => String(code)),
      send: (line) => child.postMessage(line),
      end: () => void child.kill(),
    };
  };
}
