import { useMemo } from 'react';
import { placesOf, useRobots } from '../stores/robots.ts';

/** A robot as a scope may name it: by itself or by its group. */
export interface Place {
  readonly id: string;
  readonly name: string;
  /** Empty: it is in no group. */
  readonly group: string;
}

/** The robots that the console shows, without their readings: draws anew when the plant changes, not with every value. */
export function usePlaces(): readonly Place[] {
  const text = useRobots(placesOf);
  return useMemo(() => JSON.parse(text) as readonly Place[], [text]);
}

/** How a robot is called; its id where the console shows none of that id. */
export function useRobotName(): (id: string) => string {
  const places = usePlaces();
  return (id) => places.find((place) => place.id === id)?.name ?? id;
}
