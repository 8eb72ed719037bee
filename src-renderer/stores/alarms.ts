import { create } from 'zustand';
import type { Alarm } from '../../src-main/bridge/contract.ts';

/** What nobody has acknowledged yet, as the console told last; empty for those who may not know. */
export const useAlarms = create<{ readonly alarms: readonly Alarm[] }>()(() => ({ alarms: [] }));

export function showAlarms(event: { readonly alarms: readonly Alarm[] }): void {
  useAlarms.setState(event);
}

/** Somebody else may sit here now, or the stream broke: it is told anew. */
export function forgetAlarms(): void {
  useAlarms.setState({ alarms: [] });
}
