import { ORPCError } from '@orpc/contract';
import { describe, expect, test } from 'vitest';
import { toConsoleError } from '../../../src-main/bridge/contract.ts';

describe('What a client makes of a failed call', () => {
  test('is the code and the plain facts that the console sent', () => {
    const data = { resource: 'user', limit: 3, since: null, strange: { nested: true } };
    expect(toConsoleError(new ORPCError('PERMISSION_DENIED', { data }))).toEqual({
      code: 'PERMISSION_DENIED',
      details: { resource: 'user', limit: 3, since: null },
    });
  });

  test.each([
    ['a connection that ended', new DOMException('closed', 'AbortError'), 'BRIDGE_CLOSED'],
    ['a call that took too long', new DOMException('late', 'TimeoutError'), 'BRIDGE_TIMEOUT'],
    ['a code that nobody knows', new ORPCError('TEAPOT'), 'INTERNAL'],
    ['a programming error', new TypeError('x is not a function'), 'INTERNAL'],
    ['something that is no error', 'oops', 'INTERNAL'],
  ])('is named for %s', (_what, error, code) => {
    expect(toConsoleError(error)).toEqual({ code, details: {} });
  });
});
