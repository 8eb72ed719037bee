import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { ConsoleError } from '../errors.ts';
import { CONFIG_FILE, ENVIRONMENT_PREFIX, SETTINGS, type Setting } from './settings.ts';

export type Origin = 'default' | 'file' | 'environment' | 'flag';

/** Raw values by dotted key, not yet validated, and where the person wrote them (for the error line). */
export interface Layer {
  readonly origin: Exclude<Origin, 'default'>;
  readonly values: ReadonlyMap<string, { readonly raw: unknown; readonly writtenAs: string }>;
}

/** One clear line: key, value, rule. */
export function configError(key: string, value: unknown, rule: string): ConsoleError {
  // an address may hold a password, which must reach no terminal and no log
  const shown = (JSON.stringify(value) ?? 'nothing').replaceAll(/\/\/[^/@\s"]*@/g, '//…@');
  return new ConsoleError('CONFIG_INVALID', `${key} = ${shown}: ${rule}`, { key, value: shown, rule });
}

/** Flags of the `serve` command. @throws CONFIG_INVALID for an unknown flag or a missing value. */
export function flagLayer(argv: readonly string[]): { layer: Layer; file: string | undefined } {
  const options: ParseArgsOptionsConfig = { [CONFIG_FILE.flag]: { type: 'string' } };
  for (const { flag, kind } of SETTINGS) {
    options[flag] = kind === 'switch' ? { type: 'boolean' } : { type: 'string', multiple: kind === 'robot-urls' };
  }
  const values = new Map<string, { raw: unknown; writtenAs: string }>();
  let file: string | undefined;
  let parsed: Record<string, unknown>;
  try {
    parsed = parseArgs({ args: withNegativeNumbers(argv), options, allowNegative: true, strict: true }).values;
  } catch (cause) {
    const rule = (cause instanceof Error ? cause.message : String(cause)).replaceAll('\n', ' ');
    throw new ConsoleError('CONFIG_INVALID', `command line: ${rule}`, { key: 'command line', rule }, cause);
  }
  for (const [flag, text] of Object.entries(parsed)) {
    const known = SETTINGS.find((candidate) => candidate.flag === flag);
    if (known) values.set(known.key, { raw: typed(known, text), writtenAs: `--${flag}` });
    else if (flag === CONFIG_FILE.flag) file = String(text);
  }
  return { layer: { origin: 'flag', values }, file };
}

/** `--port -1` means the number -1, which its rule then refuses; by itself the parser takes it for another flag. */
function withNegativeNumbers(argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    const number = /^-\d/.test(argv[index + 1] ?? '') && word.startsWith('--') && !word.includes('=');
    if (number) return [`${word}=${argv[index + 1]}`];
    return /^-\d/.test(word) && (argv[index - 1] ?? '').startsWith('--') ? [] : [word];
  });
}

/** Variables that start with ROBOT_CONSOLE_. @throws CONFIG_INVALID for one that no setting has: a typing slip. */
export function environmentLayer(environment: Readonly<Record<string, string | undefined>>): {
  layer: Layer;
  file: string | undefined;
} {
  const values = new Map<string, { raw: unknown; writtenAs: string }>();
  for (const [name, text] of Object.entries(environment)) {
    // empty is unset, as shells and service files mean it
    if (!name.startsWith(ENVIRONMENT_PREFIX) || name === CONFIG_FILE.environment || !text) continue;
    const known = SETTINGS.find((candidate) => candidate.environment === name);
    if (!known) throw configError(name, text, 'no setting has this variable');
    values.set(known.key, { raw: typed(known, text), writtenAs: name });
  }
  return { layer: { origin: 'environment', values }, file: environment[CONFIG_FILE.environment] || undefined };
}

/** The parsed JSON of the configuration file, flattened to dotted keys (lists stay whole). */
export function fileLayer(name: string, text: string): Layer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw configError(
      name,
      text.slice(0, 40),
      `not valid JSON (${cause instanceof Error ? cause.message : 'unreadable'})`,
    );
  }
  if (!isObject(json)) throw configError(name, json, 'must hold one JSON object');
  const values = new Map<string, { raw: unknown; writtenAs: string }>();
  const flatten = (object: Record<string, unknown>, prefix: string) => {
    for (const [key, raw] of Object.entries(object)) {
      // an empty object stays, so that the schema can refuse it where something else belongs
      if (isObject(raw) && Object.keys(raw).length > 0) flatten(raw, `${prefix}${key}.`);
      else values.set(`${prefix}${key}`, { raw, writtenAs: name });
    }
  };
  flatten(json, '');
  return { origin: 'file', values };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text that is not what the kind wants stays text: the schema then names the rule it breaks. */
function typed({ kind }: Setting, text: unknown): unknown {
  if (kind === 'robot-urls') {
    const urls = (Array.isArray(text) ? text : [text]).flatMap((part) => String(part).split(','));
    return urls.map((url, index) => ({ id: `robot-${index + 1}`, name: `Robot ${index + 1}`, url: url.trim() }));
  }
  if (kind === 'switch' && typeof text === 'string') return text === 'true' ? true : text === 'false' ? false : text;
  if (kind === 'number' && typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}
