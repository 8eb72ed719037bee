import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../store/store.ts';
import type { StoreHealth } from '../store/status.ts';
import type { Changing } from './streams.ts';

/** Whether changes are kept, as one reader follows it: the store also tells of what leaves that as it was. */
export function storeChanges(store: Pick<Store, 'health' | 'onChange'>): Changing<StoreHealth> {
  let seen: StoreHealth | undefined;
  return {
    subscribe: (changed) => store.onChange(changed),
    news() {
      const { health } = store;
      if (isDeepStrictEqual(health, seen)) return undefined;
      seen = health;
      return health;
    },
  };
}
