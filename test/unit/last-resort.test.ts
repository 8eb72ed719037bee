import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { lastResort } from '../../src-main/last-resort.ts';
import { createRecordingLog } from '../support/recording-log.ts';

function program() {
  const emitter = new EventEmitter();
  const log = createRecordingLog();
  let ended = 0;
  lastResort(emitter, log, () => (ended += 1));
  return { emitter, log, ended: () => ended };
}

test('a failure that nobody waited for is logged, and the console goes on', () => {
  const { emitter, log, ended } = program();
  emitter.emit('unhandledRejection', new Error('nobody asked'));
  expect(log.lines).toMatchObject([{ level: 'error', facts: { reason: { message: 'nobody asked' } } }]);
  expect(ended()).toBe(0);
});

test('after an exception that nobody caught the console ends, and the log says why', () => {
  const { emitter, log, ended } = program();
  emitter.emit('uncaughtException', new Error('half done'));
  expect(log.lines).toMatchObject([{ level: 'error', facts: { error: { message: 'half done' } } }]);
  expect(ended()).toBe(1);
});
