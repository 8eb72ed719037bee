import { systemClock } from '../../../src-main/clock.ts';
import { DRIVERS } from '../../../src-main/firmware/drivers/drivers.ts';
import type { FirmwareKind } from '../../../src-main/mock-firmware/firmware-kinds.ts';
import { startMockFleet } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { describeDriver } from '../../support/driver-conformance.ts';

/** Every driver against the mock of its own firmware; a driver without one does not compile here. */
const mockOf = (kind: FirmwareKind) => async () => {
  const fleet = await startMockFleet({ port: 0, robots: 1, seed: 3, kind, clock: systemClock });
  return { url: fleet.robots[0]?.url ?? '', stop: () => fleet.stop() };
};

for (const driver of Object.values(DRIVERS)) describeDriver(driver, mockOf(driver.id));
