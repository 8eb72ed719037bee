import { z } from 'zod';

const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const on = z.boolean().default(true);

/** The modules of a hoist, by their address on its bus. */
export const MODULES = { 2: 'Power', 3: 'Safety', 4: 'Travel Motor', 5: 'Dock' } as const;

/**
 * What can be the matter with a robot or with its controller, beside how its answers go out. Each holds until it is
 * changed; several may hold at one time.
 */
export const conditionSchema = z.discriminatedUnion('kind', [
  /** The controller's clock shows so much (ms) more than the time; 0: the time. */
  z.strictObject({ kind: z.literal('clock-skew'), ms: z.int().min(-TEN_YEARS_MS).max(TEN_YEARS_MS) }),
  /** The battery loses so much more than work takes out of it; 0: no more, and what was lost is charged again. */
  z.strictObject({ kind: z.literal('battery-drain'), percentPerMinute: z.number().min(0).max(600) }),
  /** Somebody presses the emergency stop at the robot; released, the robot waits for a reset. */
  z.strictObject({ kind: z.literal('emergency-stop'), pressed: on }),
  /** The robot halts with a fault until it is reset; `name` as it tells it. */
  z.strictObject({ kind: z.literal('fault'), name: z.string().min(1).max(100) }),
  /** A module stops answering on the bus, which is a fault; `lost: false` brings it back, and leaves the fault. */
  z.strictObject({ kind: z.literal('module-loss'), address: z.literal([2, 3, 4, 5]), lost: on }),
  /** What an operator does at the robot's own panel: out of an emergency stop (if released) or a fault. */
  z.strictObject({ kind: z.literal('reset') }),
  /**
   * What the controller makes of commands, the software stop among them. It says yes to all: `ignores` does nothing then,
   * `faults` halts with a fault instead; the answer comes `afterMs` late.
   */
  z.strictObject({
    kind: z.literal('commands'),
    does: z.enum(['obeys', 'ignores', 'faults']).default('obeys'),
    afterMs: z.int().min(0).max(60_000).default(0),
  }),
  /** The controller's process ends and is started again by its supervisor, its state back at the defaults. */
  z.strictObject({ kind: z.literal('restart'), afterMs: z.int().min(0).max(600_000).default(10_000) }),
  /** The controller does not survive a client that leaves before its answer is complete. */
  z.strictObject({ kind: z.literal('crash-on-early-close'), on }),
  /** The controller serves one request after the other; whoever comes meanwhile waits. */
  z.strictObject({ kind: z.literal('one-request-at-a-time'), on }),
]);

/** A condition as one writes it (defaults may be left out), and complete. */
export type Condition = z.input<typeof conditionSchema>;
export type ConditionInForce = z.output<typeof conditionSchema>;
export type ModuleAddress = keyof typeof MODULES;
