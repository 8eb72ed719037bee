import { expect, it } from 'vitest';
import type { StoreHealth } from '../../../src-main/bridge/contract.ts';
import { troubleOf, type Trouble } from '../../../src-renderer/store-trouble.ts';

const refusing = (reason: string | null): StoreHealth => ({ state: 'refusing', reason, since: 0 });

const cases: readonly [StoreHealth, Trouble | null][] = [
  [{ state: 'accepting' }, null],
  [refusing('ENOSPC'), 'full'],
  [refusing('EDQUOT'), 'quota'],
  [refusing('EROFS'), 'readOnly'],
  [refusing('EACCES'), 'forbidden'],
  [refusing('EPERM'), 'forbidden'],
  [refusing('EIO'), 'faulty'],
  [refusing('ESTALE'), 'refusing'],
  [refusing('constructor'), 'refusing'],
  [refusing(null), 'refusing'],
  [{ state: 'restarting' }, 'restarting'],
  [{ state: 'failed', reason: 'STORE_DAMAGED' }, 'failed'],
  [{ state: 'closed' }, 'closed'],
];

it.each(cases)('%j is the trouble %s', (health, trouble) => {
  expect(troubleOf(health)).toBe(trouble);
});
