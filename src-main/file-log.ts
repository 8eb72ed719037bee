import path from 'node:path';
import electronLog from 'electron-log/node.js';
import type { Log } from './log.ts';

/** A file of this size (bytes) is set aside as `console.old.log`: two files bound what logs can take. */
const LARGEST_FILE = 5 * 1024 * 1024;

/**
 * The log an engineer reads: `DIR/logs/console.log`, one line per event, UTC, facts as JSON (which escapes line breaks,
 * so that nothing logged can pretend to be another line). Errors also go to standard error.
 */
export function createFileLog({ dir, level }: { dir: string; level: 'error' | 'warn' | 'info' | 'debug' }): Log {
  const logger = electronLog.create({ logId: `console-${dir}` });
  logger.transports.file.resolvePathFn = () => path.join(dir, 'logs', 'console.log');
  logger.transports.file.maxSize = LARGEST_FILE;
  logger.transports.file.writeOptions = { flag: 'a', encoding: 'utf8', mode: 0o600 };
  logger.transports.file.level = level;
  logger.transports.file.format = ({ message }) => [
    `${message.date.toISOString()} ${message.level} ${message.data.map(String).join(' ')}`,
  ];
  logger.transports.console.level = 'error';
  logger.transports.console.format = '{text}';
  logger.transports.console.writeFn = ({ message }) =>
    void process.stderr.write(`${message.level}: ${message.data.map(String).join(' ')}\n`);

  const line = (message: string, facts?: Record<string, unknown>) =>
    facts === undefined ? JSON.stringify(message) : `${JSON.stringify(message)} ${JSON.stringify(facts, readable)}`;
  return {
    info: (message, facts) => logger.info(line(message, facts)),
    warn: (message, facts) => logger.warn(line(message, facts)),
    error: (message, facts) => logger.error(line(message, facts)),
  };
}

/**
 * JSON knows nothing of what makes an error one: neither what it says, nor whence it came. Whatever else a library hangs
 * on its errors (a request with its headers) is no business of a log.
 */
function readable(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  const { code, details } = value as { readonly code?: unknown; readonly details?: unknown };
  return { name, code, message, details, stack, cause };
}
