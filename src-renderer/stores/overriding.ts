import { create } from 'zustand';
import { OVERRIDABLE, type CallFailure, type Permission, type Session } from '../../src-main/bridge/contract.ts';
import { useSession } from './session.ts';

/** The right that a supervisor is asked to lend, or `any` to be chosen; null while nobody is asked. */
export const useOverriding = create<{ readonly wanted: Permission | 'any' | null }>()(() => ({ wanted: null }));

export const askForOverride = (wanted: Permission | 'any'): void => useOverriding.setState({ wanted });
export const closeOverride = (): void => useOverriding.setState({ wanted: null });

/** Rights that could be lent to a session. */
export function lendable(session: Session | null): readonly Permission[] {
  return session === null ? [] : OVERRIDABLE.filter((right) => !session.permissions.includes(right));
}

/** The right that was missing, where it can be lent; null else. */
export function lendableBehind({ code, details }: CallFailure): Permission | null {
  if (code !== 'PERMISSION_DENIED') return null;
  return OVERRIDABLE.find((right) => right === `${details['resource']}:${details['action']}`) ?? null;
}

useSession.subscribe(({ session }, was) => {
  if (session?.id !== was.session?.id || session?.locked) closeOverride();
});
