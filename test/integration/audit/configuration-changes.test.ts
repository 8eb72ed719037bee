import { expect, test } from 'vitest';
import { recordConfiguration } from '../../../src-main/audit/configuration-changes.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

test('what differs since the last start is on record, with old and new; a start that changes nothing adds nothing', async () => {
  const dir = await temporaryFolder();
  const clock = createVirtualClock();
  const start = async (settings: Record<string, string>) => {
    const store = await openTestStore(dir);
    await recordConfiguration(store, clock, settings);
    const [newest] = await store.read('audit.page', { limit: 1 });
    await store.close();
    return newest;
  };
  await start({ port: '0', logLevel: 'info' });
  const changed = await start({ port: '0', logLevel: 'debug', 'monitoring.workingHours': '06:00-22:00' });
  expect(changed).toMatchObject({
    action: 'configuration.change',
    actor: { origin: 'console' },
    oldValue: { logLevel: 'info', 'monitoring.workingHours': null },
    newValue: { logLevel: 'debug', 'monitoring.workingHours': '06:00-22:00' },
  });
  const same = await start({ port: '0', logLevel: 'debug', 'monitoring.workingHours': '06:00-22:00' });
  expect(same?.id).toBe(changed?.id);
});
