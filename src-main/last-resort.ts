import type { EventEmitter } from 'node:events';
import type { Log } from './log.ts';

/**
 * What happens to a failure that nobody foresaw (OWASP ASVS 16.5.4). A promise that nobody waits for has failed alone:
 * it is an error in the log. An exception that nobody caught may have left anything half done: the console ends, in
 * order; it keeps nothing in memory alone that it has acknowledged.
 *
 * @param end begins the end of the program
 */
export function lastResort(program: EventEmitter, log: Log, end: () => void): void {
  program.on('unhandledRejection', (reason: unknown) => {
    log.error('a failure that nobody waited for', { reason });
  });
  program.on('uncaughtException', (error: unknown) => {
    log.error('a failure that nobody caught: the console ends', { error });
    end();
  });
}
