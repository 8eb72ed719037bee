import { RESOURCES_DIR } from '../../src-main/cli/root.ts';
import { systemClock } from '../../src-main/clock.ts';
import type { ConsoleSurroundings } from '../../src-main/console.ts';
import type { Log } from '../../src-main/log.ts';
import { seededRandom } from '../../src-main/random.ts';

/** Of a whole console in the test's own process, in a browser's shell, with a robot configured: none is simulated. */
export function surroundingsOf(log: Log): ConsoleSurroundings {
  return {
    shell: 'loopback',
    version: '0.0.0',
    resourcesDir: RESOURCES_DIR,
    clock: systemClock,
    random: seededRandom(1),
    log,
    contentPolicy: () => '',
    fuses: async () => ({ kind: 'not-applicable' }),
    startMockFirmware: () => Promise.reject(new Error('there is a robot')),
  };
}
