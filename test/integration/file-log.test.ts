import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFileLog } from '../../src-main/file-log.ts';
import { temporaryFolder } from '../support/store.ts';

test('a line says when in UTC, and nothing that is logged can pretend to be another line', async () => {
  const dir = await temporaryFolder();
  const log = createFileLog({ dir, level: 'info' });
  const forged = 'bad name\n2026-01-01T00:00:00.000Z info "session.sign-in succeeded"';
  log.warn('sign-in refused', { username: forged });
  log.info(forged);
  const file = path.join(dir, 'logs', 'console.log');
  const lines = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (warn|info) "/);
  expect(lines[0]).toContain(JSON.stringify({ username: forged }));
  // rights as POSIX has them; Windows keeps others
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
});
