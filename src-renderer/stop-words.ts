import type { StopView } from '../src-main/bridge/contract.ts';

/** How a stop stands, as one word says it. */
export type StopStanding = NonNullable<StopView['outcome']> | 'pending';

export const standingOf = ({ outcome }: StopView): StopStanding => outcome ?? 'pending';

/** What needs eyes first: what surely goes on, then what nobody knows, then what is under way. */
const ORDER: readonly StopStanding[] = ['contradicted', 'refused', 'unknown', 'accepted', 'pending', 'observed'];

export function mostUrgentFirst(stops: readonly StopView[]): readonly StopView[] {
  return stops.toSorted((one, other) => ORDER.indexOf(standingOf(one)) - ORDER.indexOf(standingOf(other)));
}

/** Whether anything is decided and not a robot that was seen to stand. */
export function needsTheOtherStop(stops: readonly StopView[]): boolean {
  return stops.some(({ outcome }) => outcome !== null && outcome !== 'observed');
}
