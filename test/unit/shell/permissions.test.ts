import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { refusePermissions } from '../../../src-main/shell/permissions.ts';
import { as, fakeEvent } from './fakes.ts';

type Handler = (...facts: unknown[]) => unknown;

/** A session that keeps the handlers it is given. */
function refusedSession() {
  const handlers: Record<string, Handler> = {};
  const keep = (name: string) => (handler: Handler) => void (handlers[name] = handler);
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
  });
  refusePermissions(as(session));
  return { session, handlers };
}

const PERMISSIONS = ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'hid', 'fullscreen'];

it.each(PERMISSIONS)('a request for %s is refused', (permission) => {
  const { handlers } = refusedSession();
  const answers: unknown[] = [];
  handlers['request']?.({}, permission, (answer: unknown) => answers.push(answer), {});
  expect(answers).toEqual([false]);
  expect(handlers['check']?.(null, permission, 'app://console', {})).toBe(false);
});

it('no device is permitted and no screen is captured', () => {
  const { handlers } = refusedSession();
  expect(handlers['device']?.({ deviceType: 'usb', origin: 'app://console' })).toBe(false);
  const streams: unknown[] = [];
  handlers['display']?.({}, (answer: unknown) => streams.push(answer));
  expect(streams).toEqual([null]);
});

it.each([
  ['select-hid-device', [{ deviceList: [{ deviceId: 'd' }] }], null],
  ['select-usb-device', [{ deviceList: [{ deviceId: 'd' }] }], undefined],
  ['select-serial-port', [[{ portId: 'p' }], {}], ''],
])('the picker of %s ends without a device', (name, facts, nothing) => {
  const { session } = refusedSession();
  const event = fakeEvent({});
  const chosen: unknown[] = [];
  session.emit(name, event, ...facts, (choice: unknown) => chosen.push(choice));
  expect(event.prevented).toBe(true);
  expect(chosen).toEqual([nothing]);
});
