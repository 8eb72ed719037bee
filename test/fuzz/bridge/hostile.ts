import { PASSWORD } from './known.ts';
import type { Draw } from './draw.ts';

const STRINGS: readonly string[] = [
  '',
  ' ',
  'null',
  '0',
  'a\u0000b',
  '\ud800',
  '\u202eadmin',
  'a\u0301\u0323'.repeat(20),
  '𝕬𝖉𝖒𝖎𝖓',
  "'; DROP TABLE users; --",
  '%_\\',
  '=HYPERLINK("http://x")',
  '<img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  '__proto__',
  'constructor',
  'x'.repeat(64),
  'x'.repeat(257),
  '𐐷'.repeat(600),
  'username,displayName,role\r\nanna,Anna,administrator\r\n',
  'username,role\n"unclosed,viewer',
];
const NUMBERS: readonly number[] = [0, -0, -1, 1, 2, 1.5, 500, 501, 1e9, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -1e308, 1e308];

export const hostileString = (draw: Draw): string => draw.one(STRINGS);
export const hostileNumber = (draw: Draw): number => draw.one(NUMBERS);

/** Anything that JSON can say. */
export function hostileValue(draw: Draw): unknown {
  const make: readonly (() => unknown)[] = [
    () => null,
    () => draw.chance(0.5),
    () => hostileNumber(draw),
    () => hostileString(draw),
    () => [],
    () => ({}),
    () => Array.from({ length: draw.below(50) }, () => hostileString(draw)),
    () => ({ json: hostileString(draw), meta: [[6, '__proto__']] }),
    () => JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown,
  ];
  return draw.one(make)();
}

const SMUGGLED = ['__proto__', 'constructor', 'role', 'id', 'userId', 'toJSON', 'then', 'password', ''];

/** The value with one thing about it changed, at any depth. */
export function mutated(value: unknown, draw: Draw): unknown {
  if (typeof value !== 'object' || value === null || draw.chance(0.15)) return hostileValue(draw);
  if (Array.isArray(value)) return [...(value as unknown[]), hostileValue(draw)];
  const fields = Object.entries(value);
  const change = draw.below(fields.length === 0 ? 1 : 3);
  // computed, so that `__proto__` is a field like any other, as JSON.parse makes it
  if (change === 0) return { ...value, [draw.one(SMUGGLED)]: hostileValue(draw) };
  const [name] = draw.one(fields);
  if (change === 1) return Object.fromEntries(fields.filter(([key]) => key !== name));
  return Object.fromEntries(fields.map(([key, inner]) => [key, key === name ? mutated(inner, draw) : inner]));
}

/** What garbage may turn out to call: nothing that changes anything. */
const HARMLESS = ['/console/info', '/users/list', '/configuration/list'];

/** Messages that are no calls at all, or hardly. The console may end the connection for them, and nothing else. */
export function garbage(draw: Draw): string | Uint8Array {
  const call = JSON.stringify({ i: '1', p: { u: draw.one(HARMLESS), b: { json: { password: PASSWORD } } } });
  const at = draw.below(call.length);
  const make: readonly (() => string | Uint8Array)[] = [
    () => call.slice(0, at),
    () => call.slice(0, at) + hostileString(draw) + call.slice(at + 1),
    () => Uint8Array.from({ length: draw.below(300) }, () => draw.below(256)),
    () => JSON.stringify(hostileValue(draw)),
    () => JSON.stringify({ i: hostileValue(draw), t: draw.below(7), p: hostileValue(draw) }),
    () => JSON.stringify({ i: String(draw.below(9)), t: 3, p: { e: 'message', d: hostileValue(draw) } }),
    () => JSON.stringify({ i: String(draw.below(9)), t: 4 }),
    () => JSON.stringify({ i: '1', p: { u: draw.one(['', '//[', 'http://[::bad/x', 'file:///etc', 'javascript:1']) } }),
    () => JSON.stringify({ i: '1', p: { u: draw.one(HARMLESS), h: { 'content-type': 'text/event-stream' } } }),
    () => '['.repeat(60_000),
    () => 'x'.repeat(64 * 1024 + 1),
  ];
  return draw.one(make)();
}
