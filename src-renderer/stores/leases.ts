import { create } from 'zustand';
import type { LeaseView } from '../../src-main/bridge/contract.ts';
import { useSession } from './session.ts';

/** Who has command authority over which robot, as the console tells it. */
export const useLeases = create<{ readonly leases: readonly LeaseView[] }>()(() => ({ leases: [] }));

export function showLeases({ leases }: { readonly leases: readonly LeaseView[] }): void {
  useLeases.setState({ leases });
}

export function forgetLeases(): void {
  useLeases.setState({ leases: [] });
}

export function useLease(robotId: string): LeaseView | undefined {
  return useLeases(({ leases }) => leases.find(({ robot }) => robot === robotId));
}

/** This very session has it. Only for what is offered: the console decides by itself. */
export function useOwnControl(robotId: string): boolean {
  const holder = useLease(robotId)?.holder;
  return useSession(({ session }) => session !== null && session.id === holder?.sessionId);
}
