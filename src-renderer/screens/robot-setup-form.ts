import type { CallFailure, DriverId, RegisteredRobot, RobotDraft, TokenRole } from '../../src-main/bridge/contract.ts';

/** A robot as it stands in the form: texts, empty where the common setting is to hold. */
export interface SetupForm {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly driver: DriverId;
  readonly url: string;
  readonly pollIntervalMs: string;
  readonly attemptDeadlineMs: string;
  readonly fallback: '' | NonNullable<RobotDraft['fallback']>;
  readonly certificate: string;
  /** New ones; what is empty stays as it is. */
  readonly tokens: Readonly<Record<TokenRole, string>>;
}

export const TOKEN_ROLES = ['operator', 'administrator', 'viewer'] as const satisfies readonly TokenRole[];
const NO_TOKENS = { operator: '', administrator: '', viewer: '' };

export const EMPTY_SETUP: SetupForm = {
  id: '',
  name: '',
  group: '',
  driver: 'reference',
  url: 'http://',
  pollIntervalMs: '',
  attemptDeadlineMs: '',
  fallback: '',
  certificate: '',
  tokens: NO_TOKENS,
};

export function formOf({ robot }: RegisteredRobot): SetupForm {
  const { id, name, group, driver, url, fallback = '', certificate = '' } = robot;
  const number = (value: number | undefined): string => (value === undefined ? '' : String(value));
  const { pollIntervalMs, attemptDeadlineMs } = robot;
  const times = { pollIntervalMs: number(pollIntervalMs), attemptDeadlineMs: number(attemptDeadlineMs) };
  return { id, name, group, driver, url, ...times, fallback, certificate, tokens: NO_TOKENS };
}

/** What is sent: the robot as it was, with everything that the form holds. @param before what the form does not show */
export function draftOf(form: SetupForm, before?: RobotDraft): { draft: RobotDraft; tokens: Record<string, string> } {
  const { id, name, group, driver, url, tokens, ...optional } = form;
  const {
    pollIntervalMs: _poll,
    attemptDeadlineMs: _deadline,
    fallback: _fallback,
    certificate: _pem,
    ...rest
  } = {
    ...before,
  };
  const draft = { ...rest, id: id.trim(), name: name.trim(), group: group.trim(), driver, url: url.trim() };
  const { pollIntervalMs, attemptDeadlineMs, fallback, certificate } = optional;
  return {
    draft: {
      ...draft,
      ...(pollIntervalMs.trim() && { pollIntervalMs: Number(pollIntervalMs) }),
      ...(attemptDeadlineMs.trim() && { attemptDeadlineMs: Number(attemptDeadlineMs) }),
      ...(fallback && { fallback }),
      ...(certificate.trim() && { certificate: certificate.trim() }),
    },
    tokens: Object.fromEntries(TOKEN_ROLES.flatMap((role) => (tokens[role] ? [[role, tokens[role]]] : []))),
  };
}

/** The field that a failure is about; null: none in particular. */
export function fieldOfSetup({ code, details }: CallFailure): keyof SetupForm | null {
  if (code === 'ROBOT_ID_TAKEN') return 'id';
  if (code === 'ROBOT_ADDRESS_TAKEN') return 'url';
  if (code !== 'INPUT_INVALID') return null;
  const [field = ''] = String(details['path'] ?? '')
    .replace(/^draft\./, '')
    .split('.');
  return field in EMPTY_SETUP ? (field as keyof SetupForm) : null;
}

/** Whether both addresses are of one machine; a token that was entered for one goes to no other. */
export function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}
