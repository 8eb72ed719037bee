import * as fc from 'fast-check';
import type { Raw } from '../../../src-main/firmware/transport/exchange.ts';
import type { Driver } from '../../../src-main/firmware/drivers/driver.ts';
import type { DriverId } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { capture } from '../../support/oht50-captures.ts';
import { healthAnswer, statusAnswer } from '../../support/reference-answers.ts';

/** What one endpoint of a robot answered. */
export interface Input {
  readonly driver: DriverId;
  readonly path: string;
  readonly raw: Raw;
}

const progress = { sequence: 41, timestamp: 1_800_000_000_123 };
const TAKEN = '{"success":true,"message":"accepted"}';

/** An honest body of each endpoint, as captured where there is a capture. */
const HONEST: Readonly<Record<DriverId, Readonly<Record<string, readonly string[]>>>> = {
  reference: {
    '/health': [JSON.stringify(healthAnswer(progress))],
    '/api/robot/status': [JSON.stringify(statusAnswer(progress))],
    '/api/robot/control/move': [TAKEN],
  },
  oht50: {
    '/health': ['GET_health', 'GET_health__while_estop'].map(capture),
    '/api/v1/system/state': ['GET_api_v1_system_state', 'GET_api_v1_system_state__after_emergency'].map(capture),
    '/api/v1/state/statistics': [capture('GET_api_v1_state_statistics')],
    '/api/v1/modules': [capture('GET_api_v1_modules')],
    '/api/v1/modules/stats': [capture('GET_api_v1_modules_stats')],
    '/api/v1/network/status': [capture('GET_api_v1_network_status')],
    '/api/v1/state/emergency': [capture('POST_api_v1_state_emergency')],
    '/api/v1/state/reset': ['POST_api_v1_state_reset', 'POST_api_v1_state_reset__when_idle'].map(capture),
  },
};

/** The honest body of an endpoint that is not the one in question. */
export function honestBody(driver: DriverId, path: string): string {
  return HONEST[driver][path]?.[0] ?? '{"success":false,"message":"Not Found"}';
}

/** Numbers that JSON can write and that no robot has, texts that hide or turn what people read, and much of anything. */
const HOSTILE = ['1e999', '-1e999', 'NaN', 'Infinity', '-0', '1e308', '9007199254740993', '0x10', 'null', '{}', '[]'];
const TEXTS = [
  '\u202Eelbasiver',
  'a\u0000b',
  '\uD83D',
  '\u200B',
  '__proto__',
  'constructor',
  'x'.repeat(5000),
  ' '.repeat(20_000),
];
const MUCH = ['['.repeat(20_000), '{"a":'.repeat(10_000), '\u2028'.repeat(20_000), 'é'.repeat(20_000)];

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.constantFrom(...TEXTS).map((text) => JSON.stringify(text)) },
  { weight: 3, arbitrary: fc.jsonValue().map((json) => JSON.stringify(json)) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
);

/** A body with one of its values, one of its names, or a piece of its text changed. */
function mutated(text: string): fc.Arbitrary<string> {
  const values = [...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|true|false|null)/g)];
  const names = [...text.matchAll(/"(\w+)":/g)];
  const put = (at: number, length: number, what: string) => text.slice(0, at) + what + text.slice(at + length);
  const piece = fc.record({ at: fc.nat(text.length), length: fc.nat(20), what: fc.oneof(fc.string(), fc.json()) });
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...values), value)
      .map(([{ index, 0: found, 1: old = '' }, what]) => put(index + found.length - old.length, old.length, what)),
    fc
      .tuple(fc.constantFrom(...names), fc.oneof(fc.constantFrom(...TEXTS), fc.string()))
      .map(([{ index, 1: old = '' }, what]) => put(index, old.length + 2, JSON.stringify(what))),
    piece.map(({ at, length, what }) => put(at, length, what)),
    fc.nat(text.length).map((at) => text.slice(0, at)),
  );
}

/** What any endpoint of a driver may answer: mostly its own body, spoilt; sometimes another's, or nothing of the kind. */
export function inputsOf({ id: driver }: Pick<Driver, 'id'>): fc.Arbitrary<Input> {
  const paths = Object.keys(HONEST[driver]);
  const bodies = Object.values(HONEST[driver]).flat();
  const head = fc.record({
    status: fc.oneof(
      { weight: 9, arbitrary: fc.constant(200) },
      { weight: 1, arbitrary: fc.constantFrom(100, 204, 301, 400, 404, 429, 500, 503, 999) },
    ),
    headers: fc.oneof(
      { weight: 9, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.string().map((text) => ({ 'retry-after': text })) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('-1', '1e9', 'NaN', '99999999999999999999').map((text) => ({ 'retry-after': text })),
      },
    ),
  });
  return fc
    .constantFrom(...paths)
    .chain((path) =>
      fc
        .tuple(
          head,
          fc.oneof(
            { weight: 12, arbitrary: fc.constantFrom(...(HONEST[driver][path] ?? [])).chain(mutated) },
            { weight: 1, arbitrary: fc.constantFrom(...bodies) },
            { weight: 1, arbitrary: fc.oneof(fc.string(), fc.json(), fc.constantFrom(...MUCH)) },
          ),
        )
        .map(([{ status, headers }, text]) => ({ driver, path, raw: { status, headers, text } })),
    );
}
