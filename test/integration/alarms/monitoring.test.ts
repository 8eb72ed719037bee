import { expect, test } from 'vitest';
import type { Raised } from '../../../src-main/alarms/alarm.ts';
import { startMonitor } from '../../../src-main/alarms/monitor.ts';
import { openMonitoring } from '../../../src-main/alarms/monitoring.ts';
import { defaultMonitoring, monitoringSettings } from '../../../src-main/alarms/monitoring-settings.ts';
import type { LinkNotice } from '../../../src-main/firmware/history/link-observer.ts';
import type { RobotSnapshot } from '../../../src-main/firmware/link.ts';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { silentLog } from '../../../src-main/log.ts';
import { auditEvent } from '../../support/store-data.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { snapshotWith, STAND_IN } from '../../unit/renderer/support/snapshot.ts';

const BY = { userId: null, username: 'anna', role: 'administrator', sessionId: 's', origin: 'loopback' } as const;
const QUIET = {
  ...defaultMonitoring('06:00-22:00'),
  priorities: { ...defaultMonitoring('').priorities, 'clock-change': 'off', 'privilege-change': 'high' },
} as const;

test('rules that somebody set are in force at once and after a restart, and on record with those before', async () => {
  const dir = await temporaryFolder();
  const options = { clock: createVirtualClock(), log: silentLog, workingHours: '' };
  const before = await openTestStore(dir);
  const monitoring = await openMonitoring({ ...options, store: before });
  expect(monitoring.current()).toEqual(defaultMonitoring(''));
  await monitoring.change(QUIET, BY);
  expect(monitoring.current()).toEqual(QUIET);
  expect((await before.read('audit.page', { limit: 1 }))[0]).toMatchObject({
    action: 'monitoring.change-rules',
    oldValue: defaultMonitoring(''),
    newValue: QUIET,
  });
  await before.close();
  const after = await openTestStore(dir);
  expect((await openMonitoring({ ...options, store: after })).current()).toEqual(QUIET);
});

test('what is found is raised with the priority that was set for it, and not at all when that is off', () => {
  const raised: Raised[] = [];
  let recorded: (event: AuditEvent) => void = () => {};
  startMonitor({
    alarms: { raise: (one) => raised.push(one) },
    store: { onRecorded: (listener) => ((recorded = listener), () => {}) },
    fleet: null,
    links: null,
    stops: null,
    simulatedOnly: () => false,
    clock: createVirtualClock(),
    settings: () => QUIET,
  });
  recorded(auditEvent({ action: 'clock.change' }));
  recorded(auditEvent({ actor: BY, action: 'role.create', details: { name: 'night shift' } }));
  expect(raised).toMatchObject([{ kind: 'privilege-change', priority: 'high', subject: 'night shift' }]);
});

test('what is found of a simulated robot is marked as that, and of one for which a simulation stands in it is not', () => {
  const raised: Raised[] = [];
  let notice: (notice: LinkNotice) => void = () => {};
  let simulatedOnly = true;
  const snapshots: Record<string, RobotSnapshot> = {
    mock: snapshotWith({ reading: { simulated: true } }),
    replaced: snapshotWith({ reading: { simulated: true, source: 'simulated' }, standIn: STAND_IN }),
    real: snapshotWith({ reading: {} }),
  };
  startMonitor({
    alarms: { raise: (one) => raised.push(one) },
    store: { onRecorded: () => () => {} },
    fleet: { snapshot: (id) => snapshots[id], onChange: () => () => {} },
    links: { onNotice: (listener) => ((notice = listener), () => {}) },
    stops: null,
    simulatedOnly: () => simulatedOnly,
    clock: createVirtualClock(),
    settings: () => QUIET,
  });
  const down = (robot: string) => notice({ kind: 'link-down', robot, name: robot, at: 1 });
  down('real');
  simulatedOnly = false;
  for (const robot of Object.keys(snapshots)) down(robot);
  expect(raised.map(({ robot, simulated }) => [robot, simulated])).toEqual([
    ['real', true],
    ['mock', true],
    ['replaced', undefined],
    ['real', undefined],
  ]);
});

test('nobody can set that damaged records are no alarm', () => {
  const settings = { ...QUIET, priorities: { ...QUIET.priorities, integrity: 'off' } };
  expect(monitoringSettings.safeParse(settings).error?.issues[0]?.path).toEqual(['priorities', 'integrity']);
});

test('rules that an older version kept go on, with the defaults for what it did not know', async () => {
  const store = await openTestStore(await temporaryFolder());
  const options = { clock: createVirtualClock(), log: silentLog, workingHours: '' };
  const { 'link-down': _, 'lost-emergency-stop': __, ...known } = QUIET.priorities;
  const kept = { key: 'monitoring.rules', value: { ...QUIET, priorities: known }, at: 1, by: null };
  await store.write('settings.change', kept, auditEvent());
  expect((await openMonitoring({ ...options, store })).current()).toEqual(QUIET);
});

test('rules that are none leave those of the beginning in force', async () => {
  const store = await openTestStore(await temporaryFolder());
  const kept = { key: 'monitoring.rules', value: { priorities: { 'link-down': 'perhaps' } }, at: 1, by: null };
  await store.write('settings.change', kept, auditEvent());
  const options = { clock: createVirtualClock(), log: silentLog, workingHours: '06:00-22:00' };
  expect((await openMonitoring({ ...options, store })).current()).toEqual(defaultMonitoring('06:00-22:00'));
});
