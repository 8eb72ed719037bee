/** Exercises on the console's own simulated robots, over the bridge. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { FIRMWARE_KINDS } from '../mock-firmware/firmware-kinds.ts';
import { deedSchema } from '../mock-firmware/orders.ts';
import { TRAINED_ROBOTS_MAX, type ListedScenario, type TrainingState } from '../training/training-state.ts';
import { text } from './inputs.ts';
import { procedure } from './procedure.ts';
import { onRobot } from './role-inputs.ts';

export { TRAINED_ROBOTS_MAX } from '../training/training-state.ts';
export { FAULT_FIELDS } from '../mock-firmware/faults.ts';
export { FIRMWARE_KINDS, type FirmwareKind } from '../mock-firmware/firmware-kinds.ts';
export type { Deed } from '../mock-firmware/orders.ts';
export type { DeedDone, ListedScenario, Playing, ScenarioFacts, TrainingState } from '../training/training-state.ts';

const scenario = z.strictObject({ scenario: text.min(1).max(300) });
const seeing = procedure({ resource: 'training', action: 'view' });
const doing = procedure({ resource: 'training', action: 'edit' });

/** The part of the contract below `training`. */
export const trainingContract = {
  /** Now, and at every change. */
  watch: seeing.output(type<AsyncIteratorObject<TrainingState, void, void>>()),
  scenarios: seeing.output(type<readonly ListedScenario[]>()),
  /** On robots that start afresh. TRAINING_IMPOSSIBLE: the robots are not the console's own simulated ones. */
  play: doing.input(scenario).output(type<void>()),
  /** What is in force stays; another one that somebody has started meanwhile goes on. */
  stop: doing.input(scenario).output(type<void>()),
  /** Does something to one robot, until something else is done to it. */
  inject: procedure({ resource: 'training', action: 'edit' }, { onRobot: true })
    .input(onRobot.extend({ deed: deedSchema }))
    .output(type<void>()),
  /** These robots in the place of those that are there: nothing is the matter with any of them. */
  restart: doing
    .input(
      z.strictObject({
        firmware: z.enum(FIRMWARE_KINDS),
        robots: z.int().min(1).max(TRAINED_ROBOTS_MAX),
        seed: z
          .int()
          .min(0)
          .max(2 ** 32 - 1),
      }),
    )
    .output(type<void>()),
};
