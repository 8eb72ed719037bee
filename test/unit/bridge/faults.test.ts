import { ORPCError, ValidationError } from '@orpc/contract';
import { describe, expect, test } from 'vitest';
import { createFaults } from '../../../src-main/bridge/faults.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { createRecordingLog } from '../../support/recording-log.ts';

describe('What crosses the bridge of a failure', () => {
  test('is the code and the details of one that was thrown on purpose; its message goes to the log', () => {
    const log = createRecordingLog();
    const fault = createFaults(log)(new ConsoleError('STORE_LOCKED', 'pid 12 has /data', { pid: 12 }), 'users/list');
    expect(fault.toJSON()).toMatchObject({ defined: true, code: 'STORE_LOCKED', data: { pid: 12 } });
    expect(JSON.stringify(fault)).not.toContain('/data');
    expect(log.lines).toMatchObject([{ facts: { code: 'STORE_LOCKED', reason: 'pid 12 has /data' } }]);
  });

  test('is the first path and rule of an input that broke its schema', () => {
    const issues = [{ message: 'too short', path: ['robots', { key: 0 }, 'name'] }];
    const cause = new ValidationError({ message: 'x', issues, data: { password: 'secret' } });
    const fault = createFaults(createRecordingLog())(new ORPCError('BAD_REQUEST', { cause }), 'x');
    expect(fault).toMatchObject({ code: 'INPUT_INVALID', data: { path: 'robots.0.name', rule: 'too short' } });
  });

  test.each([
    ['an error', new Error('disk /dev/sda secret')],
    ['a thrown string', 'secret'],
    ['an output that broke its schema', new ORPCError('INTERNAL_SERVER_ERROR', { message: 'secret', data: 'secret' })],
    ['a code that is not ours', new ORPCError('FORBIDDEN', { data: { secret: 1 } })],
  ])('is INTERNAL and a reference for %s, with the cause in the log', (_what, failure) => {
    const log = createRecordingLog();
    const fault = createFaults(log)(failure, 'users/list');
    expect(fault.code).toBe('INTERNAL');
    expect(JSON.stringify(fault)).not.toContain('secret');
    const [line] = log.lines;
    expect(line).toMatchObject({
      level: 'error',
      facts: { reference: fault.data['reference'], procedure: 'users/list' },
    });
    expect(line?.facts['cause']).toBeTruthy();
  });
});
