import type { StandIn } from '../firmware/stand-in.ts';
import { createSimulation } from './simulation.ts';

/** Stands in for a lost robot whose fallback is `simulated`: by its id always the same life. */
export function simulatedFallback(robotId: string): StandIn {
  const simulation = createSimulation({ seed: 0, id: robotId });
  return {
    valuesAfter(dtMs) {
      simulation.step(dtMs);
      const { sequence: _sequence, ...values } = simulation.values();
      return { ...values, stateText: values.state };
    },
  };
}
