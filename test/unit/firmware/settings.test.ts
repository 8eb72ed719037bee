import { describe, expect, it } from 'vitest';
import { firmwareSettings, robotSettings } from '../../../src-main/firmware/settings.ts';

const robot = { id: 'oht-01', name: 'Hoist 1', url: 'http://192.168.0.20:8080' };

describe('firmware settings', () => {
  it('have the defaults that the two-second promise is made for', () => {
    expect(firmwareSettings.parse({})).toEqual({
      pollIntervalMs: 1000,
      attemptDeadlineMs: 1000,
      retry: { attempts: 3, baseDelayMs: 200, factor: 1.5, jitter: 0.2, budget: 0.1 },
      totalDeadlineMs: 5000,
      breaker: { failures: 5, openMs: 0 },
      flap: { halfLifeMs: 15_000 },
      fallback: 'last-known',
      maxBodyBytes: 65_536,
    });
  });

  it.each([
    ['a poll faster than 20 Hz', { pollIntervalMs: 49 }],
    ['half a millisecond', { pollIntervalMs: 100.5 }],
    ['a deadline over a minute', { attemptDeadlineMs: 60_001 }],
    ['no attempt at all', { retry: { attempts: 0 } }],
    ['a shrinking pause', { retry: { factor: 0.9 } }],
    ['jitter over 100 %', { retry: { jitter: 1.1 } }],
    ['a budget over 100 %', { retry: { budget: 1.1 } }],
    ['a breaker that no failure opens', { breaker: { failures: 0 } }],
    ['an unknown fallback', { fallback: 'optimistic' }],
    ['an unknown key', { pollIntervalSeconds: 1 }],
    ['an unknown key within', { retry: { backoff: 2 } }],
  ])('refuse %s', (_, given) => {
    expect(firmwareSettings.safeParse(given).success).toBe(false);
  });
});

describe('a robot', () => {
  it('leaves to the common settings what it does not say itself', () => {
    expect(robotSettings.parse({ ...robot, retry: { attempts: 1 } })).toEqual({
      ...robot,
      group: '',
      driver: 'reference',
      retry: { attempts: 1 },
    });
  });

  it('belongs to the group that is written, in composed letters and without the spaces around it', () => {
    const written = ` ${'Xưởng 1'.normalize('NFD')} `;
    expect(robotSettings.parse({ ...robot, group: written }).group).toBe('Xưởng 1'.normalize('NFC'));
    for (const group of ['A, B', 'A; B', 'A: B', 'A\u0007', 'x'.repeat(65)]) {
      expect([group, robotSettings.safeParse({ ...robot, group }).success]).toEqual([group, false]);
    }
  });

  it.each(['http://10.0.0.7', 'https://hoist.plant.local:8443', 'http://[fe80::1]:8080', 'http://gateway/hoists/1/'])(
    'may live at %s',
    (url) => {
      expect(robotSettings.safeParse({ ...robot, url }).success).toBe(true);
    },
  );

  it.each([
    ['ftp://10.0.0.7', 'http://'],
    ['10.0.0.7:8080', 'http://'],
    ['http://10.0.0.7:65536', 'port'],
    ['http://10.0.0.7:0', 'port'],
    ['http://user:secret@10.0.0.7', 'credentials'],
    ['http://10.0.0.7/?robot=1', 'query'],
    ['http://10.0.0.7/#top', 'fragment'],
    ['http://10.0.0 .7', 'spaces'],
    ['http://', 'spaces'],
  ])('may not live at %s, and the rule is named', (url, rule) => {
    const { error } = robotSettings.safeParse({ ...robot, url });
    expect(error?.issues[0]?.message).toContain(rule);
    expect(error?.issues[0]?.path).toEqual(['url']);
  });

  it.each([{ id: '' }, { id: '../etc' }, { id: 'a b' }, { name: '  ' }, { driver: 'telepathy' }, { colour: 'red' }])(
    'is refused with %o',
    (wrong) => {
      expect(robotSettings.safeParse({ ...robot, ...wrong }).success).toBe(false);
    },
  );
});
