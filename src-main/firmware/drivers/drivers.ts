import type { DriverId } from './driver-ids.ts';
import type { Driver } from './driver.ts';
import { oht50 } from './oht50/oht50.ts';
import { reference } from './reference.ts';

/** Every driver by its id. A new one: its id in driver-ids.ts, its file beside this one, its line here. */
export const DRIVERS: Readonly<Record<DriverId, Driver>> = { reference, oht50 };

/** After so long (ms) no robot is waited for any more by a console that ends, whatever it owes. */
export const LONGEST_OWED_MS =
  1000 + Math.max(...Object.values(DRIVERS).map(({ etiquette }) => etiquette.quitWithinMs));
