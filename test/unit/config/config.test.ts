import { describe, expect, it } from 'vitest';
import { loadConfig, type ConfigInput } from '../../../src-main/config.ts';
import { ENVIRONMENT_PREFIX, SETTINGS } from '../../../src-main/config/settings.ts';
import { ConsoleError } from '../../../src-main/errors.ts';

const load = (input: Partial<ConfigInput> & { file?: unknown }) =>
  loadConfig({
    argv: input.file === undefined ? (input.argv ?? []) : ['--config', 'console.json', ...(input.argv ?? [])],
    environment: input.environment ?? {},
    readFile: input.readFile ?? (() => (typeof input.file === 'string' ? input.file : JSON.stringify(input.file))),
  });

/** The one line a person sees when the configuration is refused. */
function refusal(input: Parameters<typeof load>[0]): string {
  try {
    load(input);
  } catch (error) {
    expect(error).toBeInstanceOf(ConsoleError);
    expect((error as ConsoleError).code).toBe('CONFIG_INVALID');
    expect((error as ConsoleError).message).not.toContain('\n');
    return (error as ConsoleError).message;
  }
  throw new Error('the configuration was accepted');
}

describe('layers', () => {
  it('works with nothing configured: safe defaults', () => {
    const { config } = load({});
    expect(config).toMatchObject({ port: 0, demo: false, robots: [], firmware: { fallback: 'last-known' } });
    expect(config.firmware.pollIntervalMs + config.firmware.attemptDeadlineMs).toBe(2000);
    expect(config.firmware.retry).toMatchObject({ attempts: 3, factor: 1.5 });
  });

  it('lets the file beat the defaults, the environment the file, and a flag the environment', () => {
    const file = { port: 1001, logLevel: 'warn', firmware: { pollIntervalMs: 700, fallback: 'none' } };
    const environment = { ROBOT_CONSOLE_PORT: '1002', ROBOT_CONSOLE_POLL_INTERVAL_MS: '800' };
    const { config, entries } = load({ file, environment, argv: ['--port', '1003'] });
    expect(config).toMatchObject({ port: 1003, logLevel: 'warn', firmware: { pollIntervalMs: 800, fallback: 'none' } });
    const from = (key: string) => entries.find((entry) => entry.key === key)?.from;
    expect([from('port'), from('firmware.pollIntervalMs'), from('logLevel'), from('mock.seed')]).toEqual([
      'flag',
      'environment',
      'file',
      'default',
    ]);
  });

  it('gives each robot the common firmware settings, and lets it have its own', () => {
    const robots = [
      { id: 'a', name: 'A', url: 'http://10.0.0.1:8080' },
      { id: 'b', name: 'B', url: 'http://10.0.0.2:8080', pollIntervalMs: 250, retry: { attempts: 1 } },
    ];
    const { config } = load({ file: { firmware: { pollIntervalMs: 500, retry: { factor: 2 } }, robots } });
    expect(config.robots[0]).toMatchObject({ pollIntervalMs: 500, retry: { attempts: 3, factor: 2 } });
    expect(config.robots[1]).toMatchObject({ pollIntervalMs: 250, retry: { attempts: 1, factor: 2 } });
  });

  it('takes robots from a repeated flag or a comma-separated variable', () => {
    const flags = load({ argv: ['--robot', 'http://10.0.0.1', '--robot', 'http://10.0.0.2'] }).config.robots;
    const variable = load({ environment: { ROBOT_CONSOLE_ROBOT: 'http://10.0.0.1,http://10.0.0.2' } }).config.robots;
    expect(flags.map(({ id, url }) => [id, url])).toEqual([
      ['robot-1', 'http://10.0.0.1'],
      ['robot-2', 'http://10.0.0.2'],
    ]);
    expect(variable).toEqual(flags);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(load({ environment: { ROBOT_CONSOLE_PORT: '', ROBOT_CONSOLE_CONFIG: '' } }).config.port).toBe(0);
  });

  it('understands --no-open', () => {
    expect(load({ argv: ['--no-open'] }).config.open).toBe(false);
  });
});

describe('refusals name key, value and rule in one line', () => {
  it.each([
    ['a port out of range', { argv: ['--port', '70000'] }, ['port', '--port', '70000', '65535']],
    [
      'a port that is no number',
      { environment: { ROBOT_CONSOLE_PORT: 'eighty' } },
      ['port', 'ROBOT_CONSOLE_PORT', '"eighty"', 'number'],
    ],
    ['a bad robot address', { argv: ['--robot', 'not a url'] }, ['robots.0.url', '--robot', 'not a url']],
    [
      'an address of another scheme',
      { argv: ['--robot', 'ftp://10.0.0.1'] },
      ['robots.0.url', 'ftp://10.0.0.1', 'http'],
    ],
    ['a wrong key in the file', { file: { prot: 80 } }, ['prot', 'console.json', 'not a known setting']],
    [
      'a wrong key inside',
      { file: { firmware: { pollInterval: 80 } } },
      ['firmware.pollInterval', 'not a known setting'],
    ],
    [
      'a wrong key in a robot',
      { file: { robots: [{ id: 'a', name: 'A', url: 'http://h', colour: 1 }] } },
      ['robots.0.colour', 'not a known setting'],
    ],
    [
      'a variable that no setting has',
      { environment: { ROBOT_CONSOLE_PROT: '80' } },
      ['ROBOT_CONSOLE_PROT', '"80"', 'no setting'],
    ],
    ['an unknown flag', { argv: ['--prot', '80'] }, ['--prot']],
    ['a flag without its value', { argv: ['--port'] }, ['--port']],
    ['an unknown fallback', { argv: ['--fallback', 'hope'] }, ['firmware.fallback', '"hope"', 'last-known']],
    ['a list where an object belongs', { file: [] }, ['console.json', 'object']],
    ['a number where an object belongs', { file: { firmware: 5 } }, ['firmware', '5', 'object']],
    ['an object where the list of robots belongs', { file: { robots: {} } }, ['robots', 'console.json', '{}', 'array']],
    ['an unknown key that holds nothing', { file: { robts: {} } }, ['robts', 'not a known setting']],
    ['a negative number', { argv: ['--port', '-1'] }, ['port', '--port', '-1', '>=0']],
    ['a prototype key', { file: '{"__proto__": {"port": 1}}' }, ['__proto__']],
    ['invalid JSON', { file: '{"port": 80' }, ['console.json', 'not valid JSON']],
    [
      'two robots with one id',
      {
        file: {
          robots: [
            { id: 'a', name: 'A', url: 'http://h' },
            { id: 'a', name: 'B', url: 'http://i' },
          ],
        },
      },
      ['robots', '"a"', 'two robots'],
    ],
    [
      'two robots with one address, whatever the path',
      { argv: ['--robot', 'http://10.0.0.1', '--robot', 'http://10.0.0.1:80/other'] },
      ['robots', 'http://10.0.0.1:80/other', 'two robots have this address'],
    ],
    [
      'a certificate that is none',
      {
        file: {
          robots: [
            {
              id: 'a',
              name: 'A',
              url: 'https://h',
              certificate: '-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----',
            },
          ],
        },
      },
      ['robots', '"a"', 'no certificate'],
    ],
    [
      'a whole poll that is shorter than one attempt',
      { argv: ['--total-deadline-ms', '900'] },
      ['firmware.totalDeadlineMs', '900', 'attemptDeadlineMs'],
    ],
    [
      'the same of one robot',
      { file: { robots: [{ id: 'a', name: 'A', url: 'http://h', attemptDeadlineMs: 6000 }] } },
      ['robots', '"a"', 'totalDeadlineMs'],
    ],
    ['a demo with a real robot', { argv: ['--demo', '--robot', 'http://10.0.0.1'] }, ['demo', 'configured robot']],
  ])('%s', (_name, input, parts) => {
    const line = refusal(input);
    for (const part of parts) expect(line).toContain(part);
  });

  it('a file named by the variable, which the line then names', () => {
    const readFile = () => {
      throw new Error('ENOENT: no such file');
    };
    expect(refusal({ environment: { ROBOT_CONSOLE_CONFIG: '/typo.json' }, readFile })).toMatch(
      /^ROBOT_CONSOLE_CONFIG.*ENOENT/,
    );
  });

  it('an address with a password, without repeating the password', () => {
    expect(refusal({ argv: ['--robot', 'http://lan:hunter2@10.0.0.1'] })).not.toContain('hunter2');
    expect(refusal({ file: { robots: [{ id: 'a', name: 'A', url: 'http://lan:hunter2@h' }] } })).not.toContain(
      'hunter2',
    );
  });

  it('an unreadable file', () => {
    const readFile = () => {
      throw new Error('EACCES: permission denied');
    };
    expect(refusal({ argv: ['--config', '/etc/console.json'], readFile })).toMatch(/--config.*console\.json.*EACCES/);
  });
});

describe('the table of settings', () => {
  it('has one row per key, flag and variable', () => {
    for (const column of ['key', 'flag', 'environment'] as const) {
      expect(new Set(SETTINGS.map((row) => row[column])).size).toBe(SETTINGS.length);
    }
    expect(SETTINGS.every(({ environment }) => environment.startsWith(ENVIRONMENT_PREFIX))).toBe(true);
  });

  it('lists every setting in force with where it came from', () => {
    const { entries } = load({ argv: ['--mock-robots', '7'] });
    expect(entries).toHaveLength(SETTINGS.length);
    expect(entries.find(({ key }) => key === 'mock.robots')).toEqual({ key: 'mock.robots', value: '7', from: 'flag' });
  });
});
