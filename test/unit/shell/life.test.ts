import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../src-main/shell/menu.ts';
import { utilityChild } from '../../../src-main/shell/mock-utility.ts';
import { stopBeforeQuit } from '../../../src-main/shell/quitting.ts';
import { beSingleInstance } from '../../../src-main/shell/single-instance.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { as, fakeEvent } from './fakes.ts';

describe('quitting', () => {
  function quitting(stop: (closed: (withinMs: number) => void) => Promise<void>) {
    const exits: number[] = [];
    const released: string[] = [];
    const app = Object.assign(new EventEmitter(), {
      exit: (code: number) => exits.push(code),
      releaseSingleInstanceLock: () => released.push('lock'),
    });
    const clock = createVirtualClock();
    stopBeforeQuit(as(app), stop, { clock, log: createRecordingLog() });
    const quit = () => {
      const event = fakeEvent({});
      app.emit('will-quit', event);
      return event.prevented;
    };
    return { clock, exits, released, quit };
  }

  it('waits until the console has stopped, however often one asks', async () => {
    let stops = 0;
    const stopped = Promise.withResolvers<void>();
    const { clock, exits, quit } = quitting(() => {
      stops += 1;
      return stopped.promise;
    });
    expect([quit(), quit()]).toEqual([true, true]);
    await clock.advance(500);
    expect(exits).toEqual([]);
    stopped.resolve();
    await clock.advance(0);
    expect(stops).toBe(1);
    await clock.advance(5_000);
    expect(exits).toEqual([0]);
  });

  it('takes less than 2 s even when the console does not stop, and says that it failed', async () => {
    const { clock, exits, quit } = quitting(() => new Promise(() => {}));
    quit();
    await clock.advance(1_999);
    expect(exits).toEqual([1]);
  });

  it('stays for an answer that a robot owes, without keeping another from being opened', async () => {
    const answered = Promise.withResolvers<void>();
    const { clock, exits, released, quit } = quitting((closed) => {
      closed(11_000);
      return answered.promise;
    });
    quit();
    expect(released).toEqual(['lock']);
    await clock.advance(9_000);
    expect(exits).toEqual([]);
    answered.resolve();
    await clock.advance(0);
    expect(exits).toEqual([0]);
  });

  it('waits for no robot for ever', async () => {
    const { clock, exits, quit } = quitting((closed) => {
      closed(11_000);
      return new Promise(() => {});
    });
    quit();
    await clock.advance(12_000);
    expect(exits).toEqual([1]);
  });

  it('says that it failed when the console could not stop cleanly', async () => {
    const { clock, exits, quit } = quitting(() => Promise.reject(new Error('disk full')));
    quit();
    await clock.advance(0);
    expect(exits).toEqual([1]);
  });
});

describe('a second start', () => {
  it('shows the window of the first and opens none of its own', () => {
    let shown = 0;
    const first = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => true });
    expect(beSingleInstance(as(first), () => (shown += 1))).toBe(true);
    first.emit('second-instance');
    expect(shown).toBe(1);
    const second = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => false });
    expect(beSingleInstance(as(second), () => (shown += 1))).toBe(false);
    expect(shown).toBe(1);
  });
});

describe('the menu', () => {
  const labels = (locale: string, devTools = false) => JSON.stringify(menuTemplate({ locale, devTools }));

  it('speaks Vietnamese on a Vietnamese desktop, else English', () => {
    expect(labels('vi-VN')).toContain('Sao chép');
    expect(labels('vi')).toContain('Thoát');
    expect(labels('de-DE')).toContain('Copy');
  });

  it('offers developer tools only where they are allowed', () => {
    expect(labels('en-GB')).not.toContain('toggleDevTools');
    expect(labels('en-GB', true)).toContain('toggleDevTools');
  });
});

describe('mock firmware inside Electron', () => {
  it('is a utility process that runs the command line, and ends when asked', async () => {
    const process = Object.assign(new EventEmitter(), {
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      kill: () => process.emit('exit', 0),
      postMessage: (message: unknown) => said.push(message),
    });
    const said: unknown[] = [];
    const forked: unknown[] = [];
    const run = utilityChild((...how) => {
      forked.push(how);
      return as(process);
    }, '/app/cli.js');
    const child = run(['mock-firmware', '--port', '0']);
    expect(forked).toEqual([
      ['/app/cli.js', ['mock-firmware', '--port', '0'], { stdio: 'pipe', serviceName: 'Mock firmware' }],
    ]);
    child.send('{"order":1}');
    expect(said).toEqual(['{"order":1}']);
    child.end();
    expect(await child.ended).toBe('0');
  });
});
