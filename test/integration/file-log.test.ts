import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ConsoleError } from '../../src-main/errors.ts';
import { createFileLog } from '../../src-main/file-log.ts';
import { temporaryFolder } from '../support/store.ts';

test('each event is one line in UTC, whatever is in it, in a file for its owner alone', async () => {
  const dir = await temporaryFolder();
  const log = createFileLog({ dir, level: 'info' });
  const forged = 'x\n2026-01-01T00:00:00.000Z info "all is well"\r\u2028';
  log.info(`call refused ${forged}`, { name: forged });
  log.warn('%s %o', { second: true });
  const file = path.join(dir, 'logs', 'console.log');
  const lines = readFileSync(file, 'utf8')
    .trimEnd()
    .split(/\r\n|[\n\r]/);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z info "call refused x\\n2026/);
  expect(lines[1]).toMatch(/ warn "%s %o" \{"second":true\}$/);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('an error among the facts says what it is, where it came from and what caused it', async () => {
  const dir = await temporaryFolder();
  const log = createFileLog({ dir, level: 'info' });
  const cause = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  log.warn('not kept', {
    error: new ConsoleError('STORE_UNAVAILABLE', 'the disk is full', { reason: 'ENOSPC' }, cause),
  });
  const line = readFileSync(path.join(dir, 'logs', 'console.log'), 'utf8').trimEnd();
  const { error } = JSON.parse(line.slice(line.indexOf('{'))) as { error: Record<string, unknown> };
  expect(error).toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: 'the disk is full',
    stack: expect.stringContaining('file-log.test.ts'),
    cause: { message: 'no space left', code: 'ENOSPC' },
  });
});

test('every file that it leaves stands in the inventory of logs', async () => {
  const dir = await temporaryFolder();
  const log = createFileLog({ dir, level: 'info' });
  for (let n = 0; n < 60; n++) log.info('x'.repeat(100_000));
  const inventory = readFileSync(path.resolve(import.meta.dirname, '../../docs/logs.md'), 'utf8');
  const left = readdirSync(path.join(dir, 'logs'));
  expect(left).toHaveLength(2);
  for (const name of left) expect(inventory).toContain(name);
});
