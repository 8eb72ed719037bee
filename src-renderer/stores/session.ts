import { create } from 'zustand';
import type { Permission, Session } from '../../src-main/bridge/contract.ts';

export interface SessionState {
  /** The console has said whether anyone is signed in at this seat. */
  readonly known: boolean;
  readonly session: Session | null;
}

export const useSession = create<SessionState>()(() => ({ known: false, session: null }));

/** The id of a session with what it may do, and where: when it changes, the seat's secret should, too. */
export function privilegesOf(session: Session | null): string {
  if (session === null) return '';
  return [session.id, session.locked, JSON.stringify(session.principal.scope), ...session.permissions].join(' ');
}

/** Somebody is at work: signed in, not locked out, with a password that may stay. */
export const isWorking = (session: Session | null): session is Session =>
  session !== null && !session.locked && session.changeReason === null;

export function showSession(session: Session | null): void {
  useSession.setState({ known: true, session });
}

/** Whether the signed-in person's rights are good for a part of the plant only. */
export function useLimited(): boolean {
  return useSession(({ session }) => session !== null && session.principal.scope !== null);
}

/** Whether the signed-in person holds a right. Only for what is offered: the console decides by itself. */
export function usePermission(permission: Permission): boolean {
  return useSession(({ session }) => session?.permissions.includes(permission) ?? false);
}
