import { later, refusal, type Answer } from './answer.ts';
import type { Hold, SimulatedFirmware, ToldState } from './simulated-firmware.ts';

interface Command {
  /** Null: in any state. */
  readonly from: readonly ToldState[] | null;
  readonly order: Hold | 'depart';
}

const MOTION = ['moving', 'docking'] as const;

const COMMANDS: Readonly<Record<string, Command>> = {
  'emergency-stop': { from: null, order: { state: 'estop' } },
  stop: { from: [...MOTION, 'charging', 'paused', 'idle'], order: { state: 'idle' } },
  pause: { from: MOTION, order: { state: 'paused' } },
  resume: { from: ['paused'], order: 'depart' },
  reset: { from: ['fault', 'estop'], order: { state: 'idle' } },
  move: { from: ['idle'], order: 'depart' },
};

/** What the reference firmware does when it is told to, null for what it does not know. */
export function referenceCommand(path: string, firmware: SimulatedFirmware): Answer | null {
  const name = /^\/api\/robot\/control\/([a-z-]+)$/.exec(path)?.[1];
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return null;
  const { state } = firmware.tell();
  const { afterMs } = firmware.obedience;
  if (command.from && !command.from.includes(state)) {
    return later(refusal(409, `${name} is not possible in state ${state}`), afterMs);
  }
  firmware.obey(command.order);
  return later({ status: 200, body: { success: true, simulated: true, message: `${name} accepted` } }, afterMs);
}
