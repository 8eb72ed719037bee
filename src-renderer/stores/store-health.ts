import { create } from 'zustand';
import type { StoreHealth } from '../../src-main/bridge/contract.ts';
import { troubleOf, type Trouble } from '../store-trouble.ts';
import { useConnection } from './connection.ts';

/** Whether the console keeps changes, as it told last; null: it has not told, or its stream broke. */
export const useStoreHealth = create<{ readonly health: StoreHealth | null }>()(() => ({ health: null }));

export function showStoreHealth(health: StoreHealth): void {
  useStoreHealth.setState({ health });
}

/** The stream broke: nothing is known until the console tells again. */
export function forgetStoreHealth(): void {
  useStoreHealth.setState({ health: null });
}

/** Why nothing can be saved now, with what the console told of it; null while it can, and while the console is not heard. */
export function useTrouble(): { readonly trouble: Trouble; readonly health: StoreHealth } | null {
  const alive = useConnection(({ phase }) => phase === 'alive');
  const health = useStoreHealth((state) => state.health);
  const trouble = alive && health !== null ? troubleOf(health) : null;
  return health === null || trouble === null ? null : { trouble, health };
}
