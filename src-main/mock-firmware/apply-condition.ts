import type { ConditionInForce } from './conditions.ts';
import { MODULES } from './conditions.ts';
import type { Manners } from './kinds.ts';
import type { SimulatedFirmware } from './simulated-firmware.ts';

/** What of a running server a condition may change. */
export interface Conditioned {
  readonly firmware: SimulatedFirmware;
  behave(change: Partial<Manners>): void;
  /** Ends the process and starts it again after so long. */
  restart(afterMs: number): Promise<void>;
}

/** Puts `condition` into force; resolves when it is so. */
export async function applyCondition(condition: ConditionInForce, on: Conditioned): Promise<void> {
  const { firmware } = on;
  switch (condition.kind) {
    case 'clock-skew':
      return firmware.skewClock(condition.ms);
    case 'battery-drain':
      return firmware.drainBattery(condition.percentPerMinute);
    case 'emergency-stop':
      return firmware.pressEmergencyStop(condition.pressed);
    case 'fault':
      return firmware.hold({ state: 'fault', fault: condition.name });
    case 'module-loss': {
      const { address, lost } = condition;
      firmware.loseModule(address, lost);
      if (lost) firmware.hold({ state: 'fault', fault: `Module ${address} (${MODULES[address]}) does not answer` });
      return;
    }
    case 'reset':
      return firmware.hold(null);
    case 'commands':
      firmware.obedience = { does: condition.does, afterMs: condition.afterMs };
      return;
    case 'restart':
      return on.restart(condition.afterMs);
    case 'crash-on-early-close':
      return on.behave({ crashOnEarlyClose: condition.on });
    case 'one-request-at-a-time':
      return on.behave({ oneRequestAtATime: condition.on });
  }
}
