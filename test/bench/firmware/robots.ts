/** A process with mock firmware in it: so many robots of one kind at consecutive ports, and faults for all of them at once. */
import { systemClock } from '../../../src-main/clock.ts';
import type { FirmwareKind } from '../../../src-main/mock-firmware/firmware-kinds.ts';
import { startMockFleet, type Fault } from '../../../src-main/mock-firmware/mock-fleet.ts';
import { answering, machineMs } from '../support/child.ts';

const [kind = '', robots = '', port = ''] = process.argv.slice(2);
const fleet = await startMockFleet({
  port: Number(port),
  robots: Number(robots),
  seed: 1,
  kind: kind as FirmwareKind,
  clock: systemClock,
});

answering(async (question: 'ports' | 'mostInFlight' | Fault) => {
  if (question === 'ports') return fleet.robots.map((robot) => robot.port);
  if (question === 'mostInFlight') return Math.max(...fleet.robots.map(({ counters }) => counters.maxInFlight));
  const began = machineMs();
  await Promise.all(fleet.robots.map((robot) => robot.setFault(question)));
  return began;
});
