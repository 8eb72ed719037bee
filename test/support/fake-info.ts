import type { ConsoleInfo } from '../../src-main/bridge/contract.ts';

/** What a console in a test says of itself. */
export const fakeInfo = (facts: Partial<ConsoleInfo> = {}): ConsoleInfo => ({
  version: '0.0.0',
  shell: 'loopback',
  firstAdministratorNeeded: false,
  simulatedOnly: false,
  notice: '',
  demo: false,
  softwareStop: 'anyone',
  ...facts,
});
