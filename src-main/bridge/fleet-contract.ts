/** How robots are set up over the bridge. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import type { ConnectionReport } from '../firmware/registry/connection-test.ts';
import type { RegisteredRobot } from '../firmware/registry/registry.ts';
import { robotSettings, type CommonSettings } from '../firmware/settings.ts';
import { text } from './inputs.ts';
import { procedure, SENSITIVE } from './procedure.ts';

export { DRIVER_IDS, type DriverId } from '../firmware/drivers/driver-ids.ts';
export type { TokenRole } from '../firmware/drivers/etiquette.ts';
export type { ConnectionReport } from '../firmware/registry/connection-test.ts';
export { NUMBER_RANGES, type CommonSettings, type NumberPath } from '../firmware/settings.ts';
export type { RobotDraft } from '../firmware/registry/robot-draft.ts';
export type { RegisteredRobot } from '../firmware/registry/registry.ts';

const robot = text.min(1).max(64);
/** Visible ASCII: it goes into a header as it stands (RFC 6750, 2.1). */
const token = z
  .string()
  .regex(/^[\x21-\x7e]{1,512}$/, 'must be 1 to 512 visible characters without spaces')
  .nullable()
  .exactOptional();
const tokens = z.strictObject({ administrator: token, operator: token, viewer: token }).default({});
const draft = z.strictObject({ draft: robotSettings, tokens });

const rights = (action: 'view' | 'create' | 'edit' | 'delete') => ({ resource: 'fleet', action }) as const;

/** The part of the contract below `fleet`. */
export const fleetContract = {
  list: procedure(rights('view')).output(type<readonly RegisteredRobot[]>()),
  /** What holds for a robot that says nothing of its own. */
  common: procedure(rights('view')).output(type<CommonSettings>()),
  create: procedure(rights('create'), { ...SENSITIVE, secrets: ['tokens'] })
    .input(draft)
    .output(type<RegisteredRobot>()),
  /** `robot` is the one of that id, which stays. */
  edit: procedure(rights('edit'), { ...SENSITIVE, secrets: ['tokens'], onRobot: true })
    .input(draft.extend({ robot }))
    .output(type<RegisteredRobot>()),
  setEnabled: procedure(rights('edit'), { ...SENSITIVE, onRobot: true })
    .input(z.strictObject({ robot, enabled: z.boolean() }))
    .output(type<RegisteredRobot>()),
  remove: procedure(rights('delete'), { ...SENSITIVE, onRobot: true })
    .input(z.strictObject({ robot }))
    .output(type<void>()),
  /** Asks the address once whether the robot is there; nothing is kept. */
  test: procedure(rights('edit')).input(draft).output(type<ConnectionReport>()),
};
