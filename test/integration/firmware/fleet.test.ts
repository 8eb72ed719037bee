import { expect, it } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings, type RobotSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { neverAnswers, sendsChanged, startScriptedFirmware } from '../../support/scripted-firmware.ts';

const deps = {
  clock: systemClock,
  random: Math.random,
  log: silentLog,
  simulate: () => {
    throw new Error('no robot here falls back to a simulation');
  },
};

function robots(count: number, urlOf: (index: number) => string): RobotSettings[] {
  const common = firmwareSettings.parse({ pollIntervalMs: 500 });
  return Array.from({ length: count }, (_, index) => ({
    ...common,
    id: `oht-${index}`,
    name: `Hoist ${index}`,
    group: '',
    driver: 'reference',
    url: urlOf(index),
  }));
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('shows every robot in the order of the configuration, one hanging robot hindering no other', async () => {
  await using hanging = await startScriptedFirmware();
  await using first = await startScriptedFirmware();
  await using last = await startScriptedFirmware();
  hanging.behave(neverAnswers);
  const firmware = [first, hanging, last];
  const fleet = startFleet(
    robots(3, (index) => firmware[index]?.url ?? ''),
    deps,
  );
  const changed = new Set<string>();
  const stopListening = fleet.onChange((id) => changed.add(id));
  expect(fleet.snapshots().map(({ id, link }) => [id, link.state])).toEqual([
    ['oht-0', 'connecting'],
    ['oht-1', 'connecting'],
    ['oht-2', 'connecting'],
  ]);
  await wait(1700);
  expect(fleet.snapshots().map(({ link }) => link.state)).toEqual(['live', 'offline', 'live']);
  expect([...changed].toSorted()).toEqual(['oht-0', 'oht-1', 'oht-2']);
  stopListening();
  changed.clear();
  await wait(700);
  expect(changed.size).toBe(0);
  await fleet.stop();
});

it('never shows a firmware that calls itself simulated as live', async () => {
  await using firmware = await startScriptedFirmware();
  firmware.behave(sendsChanged((answer) => ({ ...answer, simulated: true })));
  const fleet = startFleet(
    robots(1, () => firmware.url),
    deps,
  );
  await wait(300);
  expect(fleet.snapshots()[0]).toMatchObject({
    link: { state: 'live' },
    reading: { source: 'simulated', simulated: true },
  });
  await firmware.kill();
  await wait(1000);
  expect(fleet.snapshots()[0]?.reading).toMatchObject({ source: 'last-known', simulated: true });
  await fleet.stop();
});
