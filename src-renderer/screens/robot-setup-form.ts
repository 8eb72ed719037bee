import {
  NUMBER_RANGES,
  type CallFailure,
  type DriverId,
  type NumberPath,
  type RegisteredRobot,
  type RobotDraft,
  type TokenRole,
} from '../../src-main/bridge/contract.ts';

/** Every number that a robot may have of its own, by its path in the settings. */
export const NUMBER_PATHS = Object.keys(NUMBER_RANGES) as readonly NumberPath[];

/** A robot as it stands in the form: texts, empty where the common setting is to hold. */
export interface SetupForm {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly driver: DriverId;
  readonly url: string;
  readonly numbers: Readonly<Record<NumberPath, string>>;
  readonly fallback: '' | NonNullable<RobotDraft['fallback']>;
  readonly certificate: string;
  /** New ones; what is empty stays as it is. */
  readonly tokens: Readonly<Record<TokenRole, string>>;
}

export const TOKEN_ROLES = ['operator', 'administrator', 'viewer'] as const satisfies readonly TokenRole[];
const NO_TOKENS = { operator: '', administrator: '', viewer: '' };

/** What stands at a path such as `retry.attempts`; undefined: nothing does. */
export function numberAt(settings: object, path: NumberPath): number | undefined {
  const found = path
    .split('.')
    .reduce<unknown>((branch, key) => (branch as Record<string, unknown> | undefined)?.[key], settings);
  return typeof found === 'number' ? found : undefined;
}

function textsOf(settings: object): Record<NumberPath, string> {
  const texts = NUMBER_PATHS.map((path) => [path, String(numberAt(settings, path) ?? '')] as const);
  return Object.fromEntries(texts) as Record<NumberPath, string>;
}

export const EMPTY_SETUP: SetupForm = {
  id: '',
  name: '',
  group: '',
  driver: 'reference',
  url: 'http://',
  numbers: textsOf({}),
  fallback: '',
  certificate: '',
  tokens: NO_TOKENS,
};

export function formOf({ robot }: RegisteredRobot): SetupForm {
  const { id, name, group, driver, url, fallback = '', certificate = '' } = robot;
  return { id, name, group, driver, url, numbers: textsOf(robot), fallback, certificate, tokens: NO_TOKENS };
}

/** What is sent: everything that the form holds, and nothing of what it leaves to the common settings. */
export function draftOf(form: SetupForm): { draft: RobotDraft; tokens: Record<string, string> } {
  const { id, name, group, driver, url, numbers, fallback, certificate, tokens } = form;
  return {
    draft: {
      id: id.trim(),
      name: name.trim(),
      group: group.trim(),
      driver,
      url: url.trim(),
      ...ownNumbers(numbers),
      ...(fallback && { fallback }),
      ...(certificate.trim() && { certificate: certificate.trim() }),
    },
    tokens: Object.fromEntries(TOKEN_ROLES.flatMap((role) => (tokens[role] ? [[role, tokens[role]]] : []))),
  };
}

/** Parts of one, the others are whole. */
export const FRACTIONS: readonly NumberPath[] = ['retry.factor', 'retry.jitter', 'retry.budget'];

/**
 * What was typed as the number at `path`; NaN: it is none. A fraction may have the decimal comma that Vietnamese write; in a
 * whole number a comma would mean thousands to some, and is taken for neither.
 */
export function numberTyped(path: NumberPath, typed: string): number {
  return Number(FRACTIONS.includes(path) ? typed.trim().replace(',', '.') : typed.trim());
}

/** The numbers that were typed, nested as the settings are; what is no number is left for the console to refuse. */
function ownNumbers(numbers: SetupForm['numbers']): Partial<RobotDraft> {
  const own: Record<string, unknown> = {};
  for (const path of NUMBER_PATHS) {
    if (numbers[path].trim() === '') continue;
    const typed = numberTyped(path, numbers[path]);
    const [first = '', second] = path.split('.');
    if (second === undefined) own[first] = typed;
    else own[first] = { ...(own[first] as object | undefined), [second]: typed };
  }
  return own;
}

/** The field that a failure is about: one of the form, or the number at a path; null: none in particular. */
export function fieldOfSetup({ code, details }: CallFailure): keyof SetupForm | NumberPath | null {
  if (code === 'ROBOT_ID_TAKEN') return 'id';
  if (code === 'ROBOT_ADDRESS_TAKEN') return 'url';
  if (code !== 'INPUT_INVALID') return null;
  const path = String(details['path'] ?? '').replace(/^draft\./, '');
  const number = NUMBER_PATHS.find((known) => known === path);
  if (number !== undefined) return number;
  const [field = ''] = path.split('.');
  return field in EMPTY_SETUP ? (field as keyof SetupForm) : null;
}

/** Whether both addresses are of one machine; a token that was entered for one goes to no other. */
export function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}
