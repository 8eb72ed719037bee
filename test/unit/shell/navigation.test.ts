import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { refuseNavigation } from '../../../src-main/shell/navigation.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { as, fakeContents, fakeEvent } from './fakes.ts';

function confinedContents() {
  const app = new EventEmitter();
  const log = createRecordingLog();
  refuseNavigation(as(app), log);
  const contents = fakeContents();
  app.emit('web-contents-created', {}, contents);
  return { contents, log };
}

const FOREIGN = [
  'https://example.com/',
  'http://127.0.0.1:8080/',
  'file:///etc/passwd',
  'app://console.example.com/',
  'app://elsewhere/',
  'app://console@elsewhere/',
  'app://user@console/',
  'javascript:alert(1)',
  'data:text/html,hello',
  'about:blank',
  'not an address',
];

it.each(FOREIGN)('no frame may navigate to %s', (url) => {
  const { contents } = confinedContents();
  for (const way of ['will-frame-navigate', 'will-redirect']) {
    const event = fakeEvent({ url });
    contents.emit(way, event);
    expect(event.prevented).toBe(true);
  }
});

it('the page may be reloaded', () => {
  const { contents } = confinedContents();
  const event = fakeEvent({ url: 'app://console/index.html#/robots' });
  contents.emit('will-frame-navigate', event);
  expect(event.prevented).toBe(false);
});

it('a refused navigation is in the log', () => {
  const { contents, log } = confinedContents();
  contents.emit('will-frame-navigate', fakeEvent({ url: 'https://example.com/' }));
  expect(log.lines).toContainEqual(expect.objectContaining({ message: 'navigation refused' }));
});

it.each(['https://example.com/', 'app://console/'])('no new window opens, not even for %s', (url) => {
  const { contents } = confinedContents();
  expect(contents.openHandler({ url })).toEqual({ action: 'deny' });
});

it('no guest page is embedded and no Bluetooth device is picked', () => {
  const { contents } = confinedContents();
  const attach = fakeEvent({});
  contents.emit('will-attach-webview', attach, {}, {});
  expect(attach.prevented).toBe(true);

  const pick = fakeEvent({});
  const picked: string[] = [];
  contents.emit('select-bluetooth-device', pick, [{ deviceId: 'd', deviceName: 'n' }], (id: string) => picked.push(id));
  expect(pick.prevented).toBe(true);
  expect(picked).toEqual(['']);
});
