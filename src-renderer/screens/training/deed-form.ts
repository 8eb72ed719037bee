import { FAULT_FIELDS, type Deed, type FirmwareKind } from '../../../src-main/bridge/contract.ts';

export type Fault = Extract<Deed, { fault: unknown }>['fault'];
export type Condition = Extract<Deed, { condition: unknown }>['condition'];

type KeysOf<U> = U extends unknown ? Exclude<keyof U, 'kind'> : never;
export type ParamName = KeysOf<Fault> | KeysOf<Condition>;

/** In whole numbers or parts of one; the console refuses what lies outside of `least` to `most`. */
interface NumberParam {
  readonly as: 'number';
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** One parameter of a fault or condition: how it is asked for, and what stands there first. */
export type Param = { readonly name: ParamName; readonly first: string } & (
  | { readonly as: 'text' }
  | NumberParam
  | { readonly as: 'choice' | 'switch' | 'address'; readonly choices: readonly string[] }
);

const number = (name: ParamName, first: number, [least, most]: readonly [number, number], whole = false): Param => ({
  name,
  as: 'number',
  first: String(first),
  least,
  most,
  whole,
});
const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const text = (name: ParamName, first: string): Param => ({ name, as: 'text', first });
const choice = (name: ParamName, choices: readonly string[]): Param => ({
  name,
  as: 'choice',
  choices,
  first: choices[0] ?? '',
});
const yesNo = (name: ParamName): Param => ({ name, as: 'switch', choices: ['true', 'false'], first: 'true' });

/** Which there are depends on the firmware: those are put in where it is known. */
const field = choice('field', []);

/** Every fault, as it is asked for by hand; a test compares them with the vocabulary. */
export const FAULTS: Readonly<Record<Fault['kind'], readonly Param[]>> = {
  none: [],
  latency: [number('ms', 700, [0, 600_000])],
  'bad-link': [
    number('latencyMs', 200, [0, 60_000]),
    number('jitterMs', 600, [0, 60_000]),
    number('drop', 0.3, [0, 1]),
  ],
  hang: [],
  trickle: [number('msPerByte', 1000, [1, 60_000])],
  status: [number('status', 503, [400, 599], true)],
  redirect: [text('location', '/login')],
  'error-body': [text('message', 'control loop not ready')],
  'invalid-json': [],
  'missing-field': [field],
  'renamed-field': [field, text('to', 'renamed')],
  'wrong-type': [field, text('value', 'fast')],
  nan: [field],
  'huge-body': [number('bytes', 10_000_000, [1, 100_000_000], true)],
  reset: [],
  frozen: [choice('what', ['both', 'clock', 'sequence'])],
  closed: [],
};

/** Every condition, likewise. */
export const CONDITIONS: Readonly<Record<Condition['kind'], readonly Param[]>> = {
  'emergency-stop': [yesNo('pressed')],
  fault: [text('name', 'Track encoder signal lost')],
  'module-loss': [{ name: 'address', as: 'address', choices: ['2', '3', '4', '5'], first: '3' }, yesNo('lost')],
  reset: [],
  'battery-drain': [number('percentPerMinute', 30, [0, 600])],
  'clock-skew': [number('ms', 3_600_000, [-TEN_YEARS_MS, TEN_YEARS_MS], true)],
  commands: [choice('does', ['ignores', 'faults', 'obeys']), number('afterMs', 0, [0, 60_000], true)],
  restart: [number('afterMs', 10_000, [0, 600_000], true)],
  'crash-on-early-close': [yesNo('on')],
  'one-request-at-a-time': [yesNo('on')],
};

export type DeedName = `fault/${Fault['kind']}` | `condition/${Condition['kind']}`;

export const FAULT_NAMES = Object.keys(FAULTS).map((kind) => `fault/${kind as Fault['kind']}` as const);
export const CONDITION_NAMES = Object.keys(CONDITIONS).map((kind) => `condition/${kind as Condition['kind']}` as const);

const kindOf = (name: DeedName): string => name.slice(name.indexOf('/') + 1);

/** The parameters as a robot of this firmware can have them. */
export function paramsOf(name: DeedName, firmware: FirmwareKind): readonly Param[] {
  const kind = kindOf(name);
  const params = name.startsWith('fault/') ? FAULTS[kind as Fault['kind']] : CONDITIONS[kind as Condition['kind']];
  return params.map((param) => (param === field ? choice('field', FAULT_FIELDS[firmware]) : param));
}

/** What the form says as the console takes it; numbers that are none are left for the console to refuse. */
export function deedOf(name: DeedName, firmware: FirmwareKind, typed: Readonly<Record<string, string>>): Deed {
  const values = paramsOf(name, firmware).map((param): [string, unknown] => {
    const given = typed[param.name] ?? param.first;
    if (param.as === 'number' || param.as === 'address')
      return [param.name, given.trim() === '' ? null : Number(given)];
    return [param.name, param.as === 'switch' ? given === 'true' : given];
  });
  const told = { kind: kindOf(name), ...Object.fromEntries(values) };
  return (name.startsWith('fault/') ? { fault: told } : { condition: told }) as Deed;
}

/** Whether a text is a number that the console takes for `param`; the others are choices, or what somebody likes. */
export function acceptable(param: Param, typed: string): boolean {
  return param.as !== 'number' || isNumberWithin(typed, param);
}

export function isNumberWithin(typed: string, { least, most, whole }: Omit<NumberParam, 'as'>): boolean {
  const value = Number(typed);
  return typed.trim() !== '' && value >= least && value <= most && (!whole || Number.isSafeInteger(value));
}
